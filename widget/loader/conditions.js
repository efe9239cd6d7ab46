// Whether something published concerns this page: 0 no, 1 maybe, 2 yes. The edge compiled the condition, and the
// core in Rust decides alike: a test holds the two together. What is not known here is "maybe".

// Whether a path is the pattern as a whole; a star stands for any run of characters. The first run stands at the
// start, each further one as early as it can, the last one at the end.
const fits = (path, pattern) => {
  const runs = pattern.split("*");
  const last = runs.pop();
  return (
    runs.every((run, nth) => {
      const at = path.indexOf(run);
      path = path.slice(at + run.length);
      return nth ? at >= 0 : !at;
    }) && (runs[0] == null ? path === last : path.endsWith(last))
  );
};
const equals = (fact, value) => `${fact}` === value;
const LEAVES = { __proto__: null, path: fits, language: equals, device: equals, attribute: equals, event: (events, name) => events.includes(name) };

/** Facts: path, language, device, attributes (without a prototype), events (an array). */
export const decide = (condition, facts) => {
  if (condition === !!condition) return condition * 2;
  const [kind, ...values] = Array.isArray(condition) ? condition : "";
  const each = () => values.map((value) => decide(value, facts));
  if (kind === "all") return Math.min(2, ...each());
  if (kind === "any") return Math.max(0, ...each());
  if (kind === "not") return 2 - each()[0];
  const fact = kind === "attribute" ? facts.attributes[values.shift()] : facts[kind === "event" ? "events" : kind];
  return LEAVES[kind] && fact != null ? values.some((value) => LEAVES[kind](fact, value)) * 2 : 1;
};
