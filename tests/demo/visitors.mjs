// The visitors that the demo site can sign in, with what its back end would know of them: `claims` is what it vouches
// for to Baton, `customer` what its own pages show. Days are counted back from now, so that the demo never looks old.

const DAY_S = 86_400;

/** A date, as `2026-02-01`. */
export const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

export const visitors = [
  { id: 'anonymous', name: { en: 'Anonymous', zh: '未登录' }, note: { en: 'nobody knows them', zh: '没有身份' } },
  {
    id: 'ana',
    name: { en: 'Ana', zh: 'Ana' },
    note: { en: 'on trial', zh: '试用中' },
    claims: (now) => ({
      sub: 'customer-1001',
      name: 'Ana Sousa',
      email: 'ana@customers.example',
      tier: 'trial',
      customer_since: day(now - 10 * DAY_S),
    }),
    customer: (now) => ({
      name: { en: 'Ana Sousa', zh: 'Ana Sousa' },
      number: '20261001',
      plan: 'tide',
      trialEnds: day(now + 20 * DAY_S),
      since: day(now - 10 * DAY_S),
      region: 'south',
      bill: { total: 0, due: day(now + 21 * DAY_S) },
      devices: ['cam'],
      orders: [
        { id: '48213', items: ['plug', 'plug'], placed: day(now - 2 * DAY_S), expected: day(now + DAY_S), state: 'shipped', total: 130 },
        { id: '47980', items: ['cam'], placed: day(now - 13 * DAY_S), expected: day(now - 10 * DAY_S), state: 'delivered', total: 12 },
      ],
    }),
  },
  {
    id: 'liwei',
    name: { en: 'Li Wei 李伟', zh: '李伟' },
    note: { en: 'a customer since 2021', zh: '2021 年起的老客户' },
    claims: () => ({
      sub: 'customer-1002',
      name: '李伟',
      email: 'liwei@customers.example',
      tier: 'home',
      attributes: { renewal: 'soon' },
      customer_since: '2021-03-15',
    }),
    customer: (now) => ({
      name: { en: 'Li Wei', zh: '李伟' },
      number: '20210315',
      plan: 'ocean',
      since: '2021-03-15',
      region: 'north',
      bill: { total: 283, due: day(now + 9 * DAY_S) },
      devices: ['mesh', 'cam', 'tv', 'lock'],
      orders: [
        { id: '48107', items: ['doorbell'], placed: day(now - DAY_S), expected: day(now + 2 * DAY_S), state: 'packed', total: 449.1 },
        { id: '45022', items: ['lock'], placed: day(now - 160 * DAY_S), expected: day(now - 157 * DAY_S), state: 'delivered', total: 809.1 },
        { id: '44310', items: ['cam'], placed: day(now - 200 * DAY_S), expected: day(now - 197 * DAY_S), state: 'returned', total: 269.1 },
      ],
    }),
  },
  {
    id: 'acme',
    name: { en: 'Acme Ltd', zh: 'Acme 公司' },
    note: { en: 'tier enterprise', zh: '企业客户' },
    claims: () => ({
      sub: 'customer-2001',
      name: 'Jo Okafor, Acme Ltd',
      email: 'jo@acme.example',
      tier: 'enterprise',
      customer_since: '2026-02-01',
    }),
    customer: (now) => ({
      name: { en: 'Jo Okafor, Acme Ltd', zh: 'Jo Okafor，Acme 公司' },
      number: '20260201',
      plan: 'enterprise',
      sites: 12,
      since: '2026-02-01',
      region: 'south',
      bill: { total: 3948, due: day(now + 16 * DAY_S) },
      devices: ['mesh', 'mesh', 'mesh', 'lock', 'lock'],
      orders: [
        { id: '48240', items: ['lock', 'lock', 'mesh'], placed: day(now - DAY_S), expected: day(now + 2 * DAY_S), state: 'shipped', total: 2197 },
      ],
    }),
  },
];

/** The visitor of an id, as the company's own systems know them; nothing for somebody who is not signed in. */
export function customerOf(id, now) {
  return visitors.find((visitor) => visitor.id === id)?.customer?.(now);
}
