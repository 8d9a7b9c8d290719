import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEgressPolicy } from '@carillon/core/egress/egress-policy';
import { DRAFT, startApi, type Answer, type TestApi } from './support/start-api.js';

let api: TestApi;
let token: string;
beforeAll(async () => {
  api = await startApi(() => ({
    egress: createEgressPolicy({ allowCidrs: ['10.1.0.0/16'], allowHosts: ['nas.lan'] }),
  }));
  ({ token } = await api.user('UNLIMITED'));
});
afterAll(() => api.close());

const create = (url: string, language = 'en') =>
  api.call(token, 'POST', '/api/jobs', { ...DRAFT, url }, { 'accept-language': language });
const fieldsOf = ({ body }: Answer) => body.error?.details.fields?.map(({ field }) => field);
const jobs = async () => (await api.call(token, 'GET', '/api/jobs')).body.data as unknown as { url: string }[];

describe('a URL that no call would be made to', () => {
  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/',
    'https://10.2.0.1/',
    'http://1.1.1.1:22/',
    'http://1.1.1.1:6379/',
  ])('%s is refused when a job is created', async (url) => {
    const answer = await create(url);
    expect([answer.status, answer.body.error?.code, fieldsOf(answer)]).toEqual([400, 'egress_denied', ['url']]);
    expect(await jobs()).toEqual([]);
  });

  test('is refused in the reader’s language, and without an address', async () => {
    const said = await Promise.all(['ja', 'en', 'ru'].map((language) => create('http://127.0.0.1:1/', language)));
    const [ja, en, ru] = said.map(({ body }) => body.message);
    expect(ja).toContain('url: この URL は呼び出せません');
    expect(en).toContain('url: cannot be called from here');
    expect(ru).toContain('url: этот URL нельзя вызвать');
  });

  test('is named among many', async () => {
    const urls = ['https://example.com/', 'http://127.0.0.1/', 'http://192.168.0.1/'];
    const answer = await api.call(
      token,
      'POST',
      '/api/jobs/batch',
      urls.map((url) => ({ ...DRAFT, url })),
    );
    expect([answer.status, answer.body.error?.code, fieldsOf(answer)]).toEqual([
      400,
      'egress_denied',
      ['[1].url', '[2].url'],
    ]);
    expect(await jobs()).toEqual([]);
  });

  test('is refused when a job is changed; other changes are not', async () => {
    const { id } = (await create('https://example.com/')).body.data;
    const change = (body: object) => api.call(token, 'PATCH', `/api/jobs/${String(id)}`, body);
    const answer = await change({ url: 'http://127.0.0.1/' });
    expect([answer.status, answer.body.error?.code, fieldsOf(answer)]).toEqual([400, 'egress_denied', ['url']]);
    expect((await change({ name: 'Renamed' })).status).toBe(200);
    expect(await jobs()).toMatchObject([{ url: 'https://example.com/', name: 'Renamed' }]);
  });
});

test.each(['http://10.1.2.3:6379/', 'http://nas.lan:22/', 'http://redis/', 'https://example.com:8443/'])(
  '%s is accepted: the operator allows it, or it is decided at the call',
  async (url) => {
    expect((await create(url)).status).toBe(201);
  },
);
