// The panel in English: its frame, its styles, and every sentence that the app says.
import words from "../words/en.json";
import { panel } from "./panel.js";

export const dress = (host) => panel(host, words);
