// Line drawings, in the colour of the text around them.

const drawings = {
  internet: '<path d="M4 13.5 16 4l12 9.5M7 11.5V27h18V11.5"/><path d="M11 19q5-5 10 0M13.5 22.5q2.5-2.5 5 0"/>',
  hub: '<rect x="4" y="17" width="24" height="9" rx="3"/><path d="M9 21.5h.01M13 21.5h4"/><path d="M10 12q6-6 12 0M12.8 14.8q3.2-3 6.4 0"/>',
  mesh: '<circle cx="16" cy="16" r="4"/><circle cx="6" cy="24" r="3"/><circle cx="26" cy="24" r="3"/><circle cx="16" cy="5" r="2.5"/><path d="m8.5 22.3 4-3.500M23.5 22.300l-4-3.500M16 12V7.5"/>',
  cam: '<circle cx="16" cy="13" r="9"/><circle cx="16" cy="13" r="4"/><path d="M16 22v4M10 28h12"/>',
  doorbell: '<rect x="9" y="3" width="14" height="26" rx="6"/><circle cx="16" cy="10" r="3"/><circle cx="16" cy="21" r="4"/>',
  lock: '<rect x="6" y="14" width="20" height="14" rx="4"/><path d="M10 14v-4a6 6 0 0 1 12 0v4M16 19.500v3.5"/>',
  plug: '<path d="M11 4v7M21 4v7M8 11h16v4a8 8 0 0 1-16 0zM16 23v6"/>',
  tv: '<rect x="3" y="6" width="26" height="16" rx="3"/><path d="M11 27h10M16 22v5"/>',
  parcel: '<path d="m16 3 11 6v14l-11 6-11-6V9zM5 9l11 6 11-6M16 15v14M10.5 6l11 6"/>',
  bill: '<path d="M7 3h18v26l-3-2-3 2-3-2-3 2-3-2-3 2zM12 10h8M12 15h8M12 20h4"/>',
};

export function drawing(name) {
  return `<svg class="drawing" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">${drawings[name]}</svg>`;
}

/** A house by the sea, for the home page: three waves that a roof stands on. */
export const scene = `<svg class="scene" viewBox="0 0 360 280" aria-hidden="true">
<circle class="far" cx="286" cy="70" r="34"/>
<path class="house" d="M96 150 180 82l84 68v82H96z"/>
<path class="roof" d="M78 158 180 74l102 84"/>
<path class="signal" d="M150 168q30-28 60 0M163 184q17-15 34 0"/>
<circle class="dot" cx="180" cy="199" r="5"/>
<path class="wave far" d="M0 226q30-20 60 0t60 0 60 0 60 0 60 0 60 0v54H0z"/>
<path class="wave" d="M0 246q30-18 60 0t60 0 60 0 60 0 60 0 60 0v34H0z"/>
</svg>`;
