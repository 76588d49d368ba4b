import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

function filesBelow(folder: string, ending: RegExp): { path: string; text: string }[] {
  return readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(at(`${folder}/${name}`), 'utf8') }));
}

const components = filesBelow('app', /\.tsx$/);
const styles = filesBelow('app/styles', /\.css$/);

describe('the strict content security policy', () => {
  it('meets no inline style in any component', () => {
    expect(components.length).toBeGreaterThan(30);
    for (const { path, text } of components)
      expect(text, path).not.toMatch(/\bstyle=\{|<style\b|dangerouslySetInnerHTML/);
  });

  it('meets no style sheet, font or picture from another host, and none inlined', () => {
    expect(styles.length).toBeGreaterThan(20);
    for (const { path, text } of styles) expect(text, path).not.toMatch(/https?:|\/\/[a-z]|data:/i);
  });

  it('meets no style element or script in the pictures that are served', () => {
    const pictures = filesBelow('public', /\.svg$/);
    expect(pictures.length).toBeGreaterThan(0);
    for (const { path, text } of pictures) expect(text, path).not.toMatch(/<style|style=|<script|\son\w+=/);
  });
});

describe('the design system', () => {
  it('knows no router and no feature, so that it outlives both', () => {
    for (const { path, text } of [...filesBelow('app/ui', /\.tsx?$/)]) {
      expect(text, path).not.toMatch(/from '(@remix-run|react-router|~\/(features|routes|platform|server|crypto)|~db)/);
    }
  });

  it('includes every style sheet that exists', () => {
    const index = readFileSync(at('app/styles/index.css'), 'utf8');
    for (const { path } of styles.filter(({ path }) => !path.endsWith('/index.css'))) {
      expect(index, path).toContain(path.replace('app/styles', '.'));
    }
  });
});

describe('colours', () => {
  const tokens = readFileSync(at('app/styles/tokens.css'), 'utf8');
  const light = colours(tokens.slice(0, tokens.indexOf('@media')));
  const dark = { ...light, ...colours(block(tokens, 'prefers-color-scheme: dark')) };

  it.each([
    ['light', light],
    ['dark', dark],
  ])('of text keep 4.5:1, and of borders that matter 3:1: %s', (_name, theme) => {
    const text: [string, string][] = [];
    for (const paper of ['paper', 'sheet', 'sunk']) {
      for (const ink of ['ink', 'ink-soft', 'accent', 'accent-deep', 'late']) text.push([ink, paper]);
    }
    text.push(
      ['accent-ink', 'accent'],
      ['accent-ink', 'accent-deep'],
      ['accent', 'accent-wash'],
      ['ink', 'accent-wash'],
    );
    text.push(['ink-soft', 'accent-wash'], ['late', 'late-wash'], ['paper', 'ink']);
    for (const [ink, paper] of text) {
      expect(contrast(theme[ink], theme[paper]), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const paper of ['paper', 'sheet', 'sunk']) {
      expect(contrast(theme['edge'], theme[paper]), `edge on ${paper}`).toBeGreaterThanOrEqual(3);
    }
  });
});

function block(css: string, media: string): string {
  const start = css.indexOf(media);
  expect(start).toBeGreaterThan(0);
  return css.slice(start, css.indexOf('\n}\n', start));
}

function colours(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']): [string, string] => [name, hex]),
  );
}

function contrast(a: string | undefined, b: string | undefined): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as in WCAG 2.2. */
function luminance(hex: string | undefined): number {
  if (!hex) throw new Error('no such colour');
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
