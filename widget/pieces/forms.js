// Forms that few conversations come to: how to go on where nobody can come, a rating at the end, the transcript by mail,
// earlier conversations. The app says what is so, and is told what the visitor chose, as a list of texts:
//
//   choices(place, host, pending, refused, open, made, told)   told(["email", "ana@example.com"]), told(["call", number,
//       when]), told(["wait"]), told(["back"]). Called again whenever something of it has changed. `made` is the
//       sentence about what was chosen; without one, nothing was.
//   rating(place, host, score, effort, told)                   told(["4", "2", "words"]); 0 stands for none.
//   transcript(place, host, told)                              told(["save"]), told(["mail", address])
//   conversations(place, host, rows, told)                     told([id]). A row is four texts: id, what was said, when,
//       and how it stands.
//
// `host.texts` holds the sentences.

import { button, icon, make, mark } from "../loader/dom.js";

// As in ui/src/icon.rs.
const CLOCK = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2";
const MAIL = "M4 6h16v12H4zM4.5 6.5L12 13l7.5-6.5";
const PHONE = "M6 4h3.2l1.6 4.2-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.2 1.6V18c0 1.1-.9 2-2 1.9C10.7 19.4 4.6 13.3 4.1 6 4 4.9 4.9 4 6 4z";

const status = (className) => mark(make("p", className), { role: "status" });

/** The edge decides; this spares a visitor the way there for what cannot be an address. */
export const plausible = (text, isCall) => {
  const digits = text.replace(/\D/g, "").length;
  if (isCall) return /^[\d +\-().#/x]+$/.test(text) && digits > 4 && digits < 21;
  const at = text.lastIndexOf("@");
  return !/\s/.test(text) && at > 0 && /^[^.].*\..*[^.]$/.test(text.slice(at + 1));
};

/** A field with its label, and a place for what is wrong with it, which is heard and belongs to the input. */
const field = (label, type, complete, longest, example = "") => {
  const id = `baton-bad-${type}`;
  const input = mark(make("input", "input"), { type, name: type, dir: "auto", autocomplete: complete, maxlength: longest, placeholder: example, "aria-describedby": id });
  const bad = mark(make("p", "bad"), { id, role: "alert" });
  const whole = make("div", "", make("label", "field", make("span", "label", label), input), bad);
  const says = (wrong) => {
    bad.textContent = wrong;
    if (wrong) mark(input, { "aria-invalid": true });
    else input.removeAttribute("aria-invalid");
  };
  return { whole, input, says };
};

/** A form that is sent once what stands in it can be. */
const form = (first, send, ...rest) => {
  const whole = mark(make("form", "form", first.whole, ...rest), { novalidate: "" });
  whole.oninput = () => first.says("");
  whole.onsubmit = (event) => {
    event.preventDefault();
    send(first.input.value.trim());
  };
  return whole;
};
const submit = (className, words) => mark(make("button", className, words), { type: "submit" });

/** A form for an address. */
const address = ({ texts }, isCall, send, end) => {
  const type = isCall ? "tel" : "email";
  const first = field(isCall ? texts.telephone : texts.email, type, type, 254);
  const wrong = isCall ? texts.bad_telephone : texts.bad_email;
  const check = (text) => {
    if (plausible(text, isCall)) return send(text);
    first.says(wrong);
    first.input.focus();
  };
  return { first, wrong, whole: form(first, check, ...end) };
};

// What the visitor has opened within a card, by the card.
const opened = new WeakMap();

export const choices = (place, host, pending, refused, open, made, told) => {
  const { texts } = host;
  const now = opened.get(place) || {};
  opened.set(place, now);
  const draw = () => {
    const { wanted, changing } = now;
    let shown = open ? wanted || "ways" : "";
    if (pending && !refused) shown = "pending";
    else if (!(open && (wanted ? changing || refused : changing)) && made != null) shown = "made";
    // What has not changed stays: a field keeps its focus.
    if (now.shown === shown + open + made) return now.refuse?.(refused);
    now.shown = shown + open + made;
    now.refuse = undefined;
    place.replaceChildren(...(shown ? [FORMS[shown]()] : []));
    place.querySelector("input")?.focus();
  };
  const change = (next) => {
    Object.assign(now, next);
    draw();
  };
  const leave = (...choice) => {
    now.changing = false;
    told(choice);
  };
  const way = (path, words, run) => button("way", run, icon(path), make("span", "", words));
  const ask = (wanted) => {
    const isCall = wanted === "call";
    const when = isCall && field(texts.when, "text", "off", 200, texts.when_example);
    const back = () => {
      told(["back"]);
      change({ wanted: "" });
    };
    const end = make("div", "form-end", submit("button strong", texts.confirm), button("button", back, texts.back));
    const send = (text) => leave(wanted, text, ...(when && when.input.value.trim() ? [when.input.value.trim()] : []));
    const { first, wrong, whole } = address(host, isCall, send, when ? [when.whole, end] : [end]);
    now.refuse = (refused) => refused && first.says(wrong);
    now.refuse(refused);
    return whole;
  };
  const FORMS = {
    pending: () => make("p", "fate", texts.sending),
    made: () => {
      const said = mark(make("p", "card-text", made), { dir: "auto" });
      const again = open ? [button("button", () => change({ wanted: "", changing: true }), texts.change)] : [];
      return make("div", "stack-wide", said, ...again);
    },
    ways: () => {
      const all = [
        way(CLOCK, texts.choose_wait, () => leave("wait")),
        way(MAIL, texts.choose_email, () => change({ wanted: "email" })),
        way(PHONE, texts.choose_call, () => change({ wanted: "call" })),
      ];
      return make("div", "stack-wide", make("p", "card-text", texts.how_to_go_on), make("div", "ways", ...all));
    },
    email: () => ask("email"),
    call: () => ask("call"),
  };
  draw();
};

/** Two scales, one under the other: two presses, or one stroke from the one to the other. What is chosen is told at once;
 * only words take a button. */
export const rating = (place, { texts }, score, effort, told) => {
  const given = { score, effort };
  const buttons = [];
  const thanks = status("fate");
  let stroke, comment;
  const show = () => {
    for (const [element, name, number] of buttons) mark(element, { "aria-pressed": given[name] === number });
    if (!given.score) return;
    thanks.textContent = texts.rated;
    comment ||= place.appendChild(words());
  };
  const tell = (text = "") => {
    stroke = false;
    // How much work it was says little without how it was; it goes with it.
    if (given.score) told([`${given.score}`, `${given.effort}`, text]);
    show();
  };
  const words = () => {
    const line = field(texts.comment, "text", "off", 500);
    const send = (text) => {
      if (!text) return;
      tell(text);
      comment.hidden = true;
    };
    return form(line, send, submit("button", texts.confirm));
  };
  const scale = (name, question, steps) => {
    const id = `baton-${name}`;
    const all = steps.map((step, at) => {
      const number = at + 1;
      const choose = () => (given[name] = number);
      const element = button("step", () => (choose(), tell()), number);
      // What is seen is part of the name, for those who speak to their computer.
      mark(element, { "aria-label": `${number}, ${step}`, title: step });
      // A finger holds on to what it touched first; a stroke goes on.
      element.onpointerdown = ({ pointerId, target }) => target.releasePointerCapture(pointerId);
      element.onpointerenter = (event) => {
        if (event.buttons !== 1) return;
        choose();
        stroke = true;
        show();
      };
      buttons.push([element, name, number]);
      return element;
    });
    const ends = mark(make("p", "ends", make("span", "", steps[0]), make("span", "", steps[4])), { "aria-hidden": true });
    const about = mark(make("p", "card-text", question), { id });
    return mark(make("div", "scale", about, make("div", "steps", ...all), ends), { role: "group", "aria-labelledby": id });
  };
  const scales = make("div", "scales", scale("score", texts.rate_score, texts.scores), scale("effort", texts.rate_effort, texts.efforts));
  scales.onpointerup = () => stroke && tell();
  place.replaceChildren(scales, thanks);
  show();
};

export const transcript = (place, host, told) => {
  const { texts } = host;
  const done = status("fate");
  const send = (text) => {
    told(["mail", text]);
    done.textContent = texts.transcript_coming;
  };
  const mail = address(host, false, send, [submit("button strong", texts.mail_transcript)]);
  const save = button("button", () => told(["save"]), texts.download_transcript);
  place.replaceChildren(make("div", "stack-wide", save, mail.whole, done));
};

export const conversations = (place, { texts }, rows, told) => {
  const all = [];
  for (let at = 0; at < rows.length; at += 4) {
    const [id, said, when, state] = rows.slice(at, at + 4);
    const name = mark(make("span", "file-name", said), { dir: "auto" });
    const text = make("span", "file-text", name, make("span", "label", when));
    all.push(make("li", "", button("way", () => told([id]), text, make("span", "badge", state))));
  }
  place.replaceChildren(all[0] ? mark(make("ul", "ways", ...all), { role: "list" }) : make("p", "aside", texts.no_earlier));
};
