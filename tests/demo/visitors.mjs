// The visitors that the demo site can sign in, with what its back end would know of them.

const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

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
      customer_since: day(now - 10 * 86_400),
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
  },
];
