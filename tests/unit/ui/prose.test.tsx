import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { allowedUrl, Prose } from '~/ui/prose';

const render = (text: string) => renderToStaticMarkup(<Prose>{text}</Prose>);

describe('what people wrote', () => {
  it.each([
    ['<script>alert(1)</script>'],
    ['<b onclick="x()">b</b>'],
    ['text <img src=x onerror=alert(1)> text'],
    ['<iframe src="https://evil.example"></iframe>'],
    ['<svg onload=alert(1)>'],
    ['<style>*{display:none}</style>'],
    ['<a href="javascript:alert(1)">x</a>'],
  ])('loses its HTML: %s', (text) => {
    expect(render(text)).not.toMatch(/<(script|img|iframe|svg|style|b|a)\b|onerror|onclick|onload/);
  });

  it('loses its pictures, whichever way they are written', () => {
    const markup = render('![a](https://evil.example/pixel.png)\n\n![b][ref]\n\n[ref]: https://evil.example/two.png');
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('evil.example');
  });

  it.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    ['java&#115;cript:alert(1)'],
    ['&#x6A;avascript:alert(1)'],
    ['data:text/html,<script>alert(1)</script>'],
    ['vbscript:msgbox(1)'],
    ['file:///etc/passwd'],
    ['blob:https://a.example/x'],
    ['//evil.example/x'],
    ['/in/sign-out'],
    ['\\\\evil.example'],
  ])('keeps the words of a link to %s, not the link', (address) => {
    const markup = render(`[words](<${address}>)`);
    expect(markup).not.toContain('<a');
    expect(markup).toContain('words');
  });

  it('has no link but to the web and to mail, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (address) => {
        for (const [, href] of render(`[w](<${address}>) <${address}>`).matchAll(/href="([^"]*)"/g)) {
          expect(href).toMatch(/^(https?:|mailto:)/);
        }
      }),
      { numRuns: 300 },
    );
    expect(allowedUrl(' javascript:alert(1)')).toBeNull();
    expect(allowedUrl('java\nscript:alert(1)')).toBeNull();
  });

  it('links to the web without opener and referrer, and shows the host that the words may hide', () => {
    const markup = render('[our intranet](https://evil.example/path)');
    expect(markup).toContain('href="https://evil.example/path"');
    expect(markup).toContain('rel="noopener noreferrer nofollow"');
    expect(markup).toContain('(evil.example)');
    expect(render('[write](mailto:a@example.org)')).toContain('href="mailto:a@example.org"');
  });

  it('begins its headings below those of the page', () => {
    expect(render('# one\n\n## two\n\n### three')).toBe(
      '<div class="prose"><h3>one</h3>\n<h3>two</h3>\n<h4>three</h4></div>',
    );
  });
});
