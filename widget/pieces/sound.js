// A soft sound and a mark in the page's title, for a message that arrives while nobody looks. The app calls:
//
//   play() -> Promise<boolean>
//       Two soft notes; `false` where the browser allows no sound yet.
//   title(count)
//       Puts "(2) " before the page's title, and takes it away again with 0. The page may change its title meanwhile.

// E5, then A5: a friendly fourth, quiet, and over in half a second.
const NOTES = [
  { hertz: 659.25, at: 0 },
  { hertz: 880, at: 0.13 },
];
const LOUDNESS = 0.06;
const ATTACK_S = 0.015;
const LENGTH_S = 0.4;

let audio;

/** Plays the sound. */
export const play = async () => {
  try {
    audio ||= new AudioContext();
    // Without a gesture on the page, this may never settle.
    await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
    if (audio.state !== "running") return false;
    for (const { hertz, at } of NOTES) {
      const start = audio.currentTime + at;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.type = "sine";
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(LOUDNESS, start + ATTACK_S);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + LENGTH_S);
    }
    return true;
  } catch {
    return false;
  }
};

const MARK = /^\(\d+\+?\) /;

/** Marks the title. */
export const title = (count) => {
  const bare = document.title.replace(MARK, "");
  const now = count ? `(${count > 99 ? "99+" : count}) ${bare}` : bare;
  if (document.title !== now) document.title = now;
};
