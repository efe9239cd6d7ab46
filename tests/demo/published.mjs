// What Baton has published of notices, as any page may read it: a small pointer, then the part that it names.

const PATIENCE_MS = 2000;

async function read(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** What is announced now, in a language. `known` is false where Baton does not answer: the page is shown all the same. */
export async function announcements(edge, language) {
  try {
    const { parts } = await read(`${edge}/published/manifest.json`);
    const part = parts[`notices.${language}`];
    return { known: true, announced: part ? (await read(`${edge}/published/parts/${part}.json`)).notices : [] };
  } catch {
    return { known: false, announced: [] };
  }
}
