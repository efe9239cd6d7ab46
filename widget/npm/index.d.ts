/** How a page loads the widget. Each option is an attribute of the script tag, too. */
export interface LoadOptions {
  /** Language of the interface; otherwise that of the page, then that of the browser. */
  language?: "en" | "zh";
  /** Direction of writing; otherwise that of the page. */
  dir?: "ltr" | "rtl";
  /** `"ask"`: nothing is kept on the device before `Baton.consent(true)`. */
  consent?: "ask";
  /** `"off"`: no launcher is drawn; open the chat by `Baton.open()`. */
  launcher?: "off";
  /** Where questions go, if you host the files yourself. */
  edge?: string;
  /** The nonce of your content-security policy. */
  nonce?: string;
}

/** What happened with a notice. */
export interface NoticeEvent {
  id: string;
  what: "shown" | "dismissed" | "clicked" | "yes";
}

/** What `Baton.on` tells, by event. */
export interface BatonEvents {
  /** The panel was opened. */
  open: undefined;
  /** The panel was closed. */
  close: undefined;
  /** The number of unread messages changed. */
  unread: number;
  /** A conversation has begun. */
  conversation: unknown;
  /** The conversation was resolved. */
  resolved: unknown;
  /** Something happened with a notice. */
  notice: NoticeEvent;
  /** `Baton.track` was called. */
  track: string;
}

/** What the page says of the visitor or of itself. `null` takes an attribute away. */
export type Attributes = Record<string, string | number | boolean | null | undefined>;

/** `window.Baton`. */
export interface Baton {
  /** Opens the chat. */
  open(): Promise<void>;
  /** Closes the panel; the conversation goes on. */
  close(): void;
  /** Opens the chat and asks. */
  ask(question: string): Promise<void>;
  /**
   * Says who is signed in. The function answers with a token that your back end signed, and is called again before each
   * token expires; `null` for nobody.
   */
  identify(who: (() => Promise<string>) | null): void;
  /** Says something of the visitor or the page: at most 16 attributes, of 128 bytes each. Names like `plan`, `cart_size`. */
  update(attributes: Attributes): void;
  /** Says that something happened on the page, which notices may depend on. */
  track(event: string): void;
  /** Calls a function when something happens; returns a function that ends this. */
  on<Event extends keyof BatonEvents>(event: Event, listen: (detail: BatonEvents[Event]) => void): () => void;
  /** Whether the visitor agrees that something is kept on the device. */
  consent(given: boolean): void;
  /** Forgets the visitor: everything of theirs on this device, and in this page. */
  shutdown(): void;
}

/** Loads the widget from the address of your Baton, `https://baton.example.com` say, once for the page. */
export function load(base: string, options?: LoadOptions): Promise<Baton>;

declare global {
  interface Window {
    Baton: Baton;
  }
}
