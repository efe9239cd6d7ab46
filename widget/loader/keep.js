// What is kept on the visitor's device. Where the page asks for consent first, or the browser keeps nothing, it lives
// as long as the page.

export const keeper = (prefix, agreed) => {
  const memory = { __proto__: null };
  // Both are read and written as plain objects.
  const box = () => {
    try {
      return (agreed && localStorage) || memory;
    } catch {
      return memory;
    }
  };
  const kept = (key) => box()[key] ?? null;
  const keys = () => Object.keys(box()).filter((key) => key.startsWith(prefix));
  const keep = (key, value) => {
    try {
      if (value == null) delete box()[key];
      else box()[key] = value;
    } catch {}
  };
  const forget = () => {
    const before = agreed;
    for (agreed of [1, before]) keys().forEach((key) => keep(key));
  };
  // Agreed: what was held back is written. Not agreed: nothing stays on the device.
  const agree = (now) => {
    if (!now) forget();
    agreed = now;
    for (const key in memory) keep(key, memory[key]);
  };
  return { kept, keys, keep, forget, agree };
};
