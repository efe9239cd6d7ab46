// The worker's entry script. It stands between the platform and the Rust code, so that a panic never leaves a
// caller waiting for ever.
//
// How it works. All requests and all objects of an isolate share one WebAssembly instance. A panic traps; what was
// being awaited then never settles by itself, because the code that would settle it is gone. So each call into Rust
// is noted in `inFlight`, and when the instance breaks, everything in flight is rejected:
//
//   request ─▶ fetch() ─▶ enter() ─▶ Rust ─▶ (panic) ─▶ instance is broken ─▶ all in flight rejected
//                                                            │
//      a request gets a 500, an object's caller an error, an alarm is retried by the platform
//
// The `worker` crate's panic hook says that the instance broke by setting `criticalError` on a global; traps that are
// no panics (a stack overflow) are thrown at the caller or seen as `error` events. The next call makes a new
// instance. The Rust half of an object belongs to one instance, so it is made anew when the instance is another.
//
// An object whose call was cut off is aborted: what it had written in the unfinished turn is dropped with it, and
// the platform makes it anew out of its stored state. Its sockets close, and their clients resume.

import * as rust from './index.js';

const PROBLEM = JSON.stringify({
  type: 'about:blank',
  title: 'Internal error',
  status: 500,
  code: 'internal',
  detail: 'something broke on our side; try again',
});

/** Longest time that a request, a frame or an alarm may take. */
const LIMIT_MS = 60_000;
/** The reject functions of all calls that have not settled. */
const inFlight = new Set();
/** Counts instances; a Rust object is good for the one that it was made in. */
let instance = 1;
/** Whether the present instance is unusable. */
let broken = false;

/** Marks errors that mean that the instance broke under a call. */
class Broken extends Error {}

/** The instance broke: nothing that waits for it will come. */
function breakAll() {
  broken = true;
  const calls = [...inFlight];
  inFlight.clear();
  for (const reject of calls) reject(new Broken('the instance broke while this was in flight'));
}

/** Replaces a broken instance. */
function renew() {
  if (!broken) return;
  broken = false;
  instance += 1;
  rust.__wbg_reset_state();
}

/**
 * Calls into Rust; rejects when the instance breaks before the call has settled, and when it takes too long. The
 * timer has a second use: a request that waits for nothing of its own would be cancelled by the platform as hung
 * before a rejection that comes out of another request reaches it.
 */
function enter(call) {
  return new Promise((resolve, reject) => {
    inFlight.add(reject);
    const timer = setTimeout(() => settled(reject)(new Error('this took too long')), LIMIT_MS);
    const settled = (settle) => (value) => {
      inFlight.delete(reject);
      clearTimeout(timer);
      settle(value);
    };
    try {
      renew();
      Promise.resolve(call()).then(settled(resolve), settled(reject));
    } catch (error) {
      if (isTrap(error)) breakAll();
      settled(reject)(error);
    }
  });
}

const isTrap = (error) => error instanceof WebAssembly.RuntimeError;

// The crate writes this property from its panic hook, before the trap.
Object.defineProperty(globalThis.__worker_init_state, 'criticalError', { get: () => false, set: (broke) => broke && breakAll() });
addEventListener('error', (event) => isTrap(event.error) && breakAll());
addEventListener('unhandledrejection', (event) => isTrap(event.reason) && breakAll());

/** The class that the platform sees for a Rust object. */
function durable(name) {
  return class {
    #state;
    #env;
    #inner;
    #instance;

    constructor(state, env) {
      this.#state = state;
      this.#env = env;
    }

    async #call(method, ...values) {
      try {
        return await enter(() => {
          if (this.#instance !== instance) {
            this.#inner = new rust[name](this.#state, this.#env);
            this.#instance = instance;
          }
          return this.#inner[method](...values);
        });
      } catch (error) {
        if (error instanceof Broken) this.#state.abort(error.message);
        throw error;
      }
    }

    fetch(request) {
      return this.#call('fetch', request);
    }

    alarm() {
      return this.#call('alarm');
    }

    webSocketMessage(socket, message) {
      return this.#call('webSocketMessage', socket, message);
    }

    webSocketClose(socket, code, reason, clean) {
      return this.#call('webSocketClose', socket, code, reason, clean);
    }

    webSocketError(socket, error) {
      return this.#call('webSocketError', socket, error);
    }
  };
}

export const Conversation = durable('Conversation');
export const Desk = durable('Desk');
export const Customer = durable('Customer');

export default {
  async fetch(request, env, context) {
    try {
      return await enter(() => rust.fetch(request, env, context));
    } catch (error) {
      console.error('a request failed:', error);
      const headers = { 'content-type': 'application/problem+json', 'cache-control': 'private, no-store' };
      return new Response(PROBLEM, { status: 500, headers });
    }
  },

  scheduled(event, env, context) {
    return enter(() => rust.scheduled(event, env, context));
  },
};
