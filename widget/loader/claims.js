// What a company's signed identity says. Nothing here is trusted; the edge verifies.

/** The claims of a compact JWT, with a mark of the subject: FNV-1a of 64 bits, the same as the app's. */
export const claims = (token) => {
  try {
    const raw = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(raw, (character) => character.charCodeAt(0));
    const read = JSON.parse(new TextDecoder().decode(bytes));
    let mark = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(read.sub)) {
      mark = BigInt.asUintN(64, (mark ^ BigInt(byte)) * 0x100000001b3n);
    }
    return { token, ends: read.exp * 1000, attributes: read.attributes, mark: mark.toString(16).padStart(16, "0") };
  } catch {
    return { token };
  }
};
