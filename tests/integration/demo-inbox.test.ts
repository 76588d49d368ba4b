import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDemoInbox, type DemoInbox } from '~/commands/demo-inbox';
import { createMailer, type Mailer } from '~/platform/mail';

let inbox: DemoInbox;
let mailer: Mailer;

beforeEach(async () => {
  inbox = await startDemoInbox({ host: '127.0.0.1', port: 0 });
  mailer = createMailer({ smtpUrl: inbox.smtpUrl, from: 'Petitions <petitions@company.example>' });
});

afterEach(async () => {
  mailer.close();
  await inbox.close();
});

const page = async (path = '/') => (await fetch(inbox.url + path)).text();

describe('the demo’s inbox', () => {
  test('shows what was sent, newest first, as the text that it is', async () => {
    await mailer.send({ to: 'erin@company.example', subject: 'First – ünïcode', text: 'Your code is ABCD-EFGH' });
    await mailer.send({
      to: 'ada@company.example',
      subject: '<b>Second</b>',
      text: '<script>alert("1")</script>\n\n& more',
    });
    const html = await page();
    expect(html.indexOf('Second')).toBeLessThan(html.indexOf('First – ünïcode'));
    expect(html).toContain('Your code is ABCD-EFGH');
    expect(html).toContain('&lt;b&gt;Second&lt;/b&gt;');
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\n\n&amp; more');
    expect(html).not.toMatch(/<script|<b>/);
  });

  test('shows the words of the handlers below, where it is given any', async () => {
    expect(await page()).not.toContain('Handlers’ words');
    const other = await startDemoInbox({
      host: '127.0.0.1',
      port: 0,
      handlers: [{ name: 'H <1>', words: 'legal winner' }],
    });
    const html = await (await fetch(other.url)).text();
    await other.close();
    expect(html).toContain('<dt>H &lt;1&gt;</dt><dd>legal winner</dd>');
  });

  test('can show one address only, whatever is written there', async () => {
    await mailer.send({ to: 'erin@company.example', subject: 'For Erin', text: '1' });
    await mailer.send({ to: 'ada@company.example', subject: 'For Ada', text: '2' });
    expect(await page('/?to=ERIN')).toContain('For Erin');
    expect(await page('/?to=ERIN')).not.toContain('For Ada');
    expect(await page(`/?to=${encodeURIComponent('"><script>')}`)).not.toContain('<script');
  });

  test('runs no script and is found nowhere else', async () => {
    const response = await fetch(inbox.url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${inbox.url}/other`)).status).toBe(404);
    expect((await fetch(inbox.url, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${inbox.url}/style.css`)).headers.get('content-type')).toContain('text/css');
  });

  test('takes mail from this machine only', () => {
    expect(inbox.smtpUrl).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('a mailer', () => {
  test('sends to one address, however it is written', async () => {
    await expect(
      mailer.send({ to: 'a@company.example, b@company.example', subject: 's', text: 't' }),
    ).rejects.toThrow();
    await expect(
      mailer.send({ to: 'a@company.example\r\nBcc: b@company.example', subject: 's', text: 't' }),
    ).rejects.toThrow();
    expect(await page()).toContain('No mail yet');
  });

  test('cannot be made to write a header', async () => {
    await mailer.send({ to: 'a@company.example', subject: 'x\r\nBcc: b@company.example', text: 't' });
    const html = await page();
    expect(html).toContain('to a@company.example');
    expect(html).not.toContain('to b@company.example');
  });

  test('says when a mail was not taken', async () => {
    const { port } = new URL(inbox.smtpUrl);
    await inbox.close();
    await expect(
      new Promise((resolve, reject) =>
        createConnection(Number(port), '127.0.0.1').on('connect', resolve).on('error', reject),
      ),
    ).rejects.toThrow();
    await expect(mailer.send({ to: 'a@company.example', subject: 's', text: 't' })).rejects.toThrow();
    inbox = await startDemoInbox({ host: '127.0.0.1', port: 0 });
  });
});
