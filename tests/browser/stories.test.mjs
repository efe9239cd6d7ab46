// Whole stories in a real browser, as customers and agents live them. One edge, one site and one browser serve all of
// them; each person has a context of their own.

import { after, before } from 'node:test';
import { startWorld } from '../support/browser.mjs';
import { startReceiver } from '../support/receiver.mjs';
import { tellAccess } from './stories/access.mjs';
import { tellAway } from './stories/away.mjs';
import { tellDesk } from './stories/desk.mjs';
import { tellFiles } from './stories/files.mjs';
import { tellHandoffs } from './stories/handoff.mjs';
import { tellHostile, tellPages } from './stories/hostile.mjs';
import { tellKnowledge } from './stories/knowledge.mjs';
import { tellLine } from './stories/line.mjs';
import { tellNarrow } from './stories/narrow.mjs';
import { tellOffice } from './stories/office.mjs';
import { tellPanel } from './stories/panel.mjs';
import { tellPeople } from './stories/people.mjs';
import { tellRules } from './stories/rules.mjs';

/** Messages a minute in one conversation: more than a story sends, few enough to be used up. */
const SESSION_LIMIT = 20;

let world;
before(async () => {
  world = await startWorld({ BATON_SESSION_LIMIT: SESSION_LIMIT });
  world.receiver = await startReceiver(world.edge);
});
after(async () => {
  await world?.receiver?.stop();
  await world?.stop();
});

const there = () => world;
tellHandoffs(there);
tellDesk(there);
tellLine(there);
tellPeople(there);
tellPanel(there);
tellAccess(there);
tellFiles(there);
tellAway(there);
tellHostile(there);
tellPages(there);
tellNarrow(there);
tellOffice(there);
tellRules(there);
tellKnowledge(there);
