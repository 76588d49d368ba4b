import { KeyRound, ScrollText } from 'lucide-react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { errorWords } from '~/ui/error-page';
import { Shell } from '~/ui/shell';
import { Table } from '~/ui/table';
import { Pagination } from '~/ui/pagination';

const NAV = [
  { to: '/petitions', label: 'Petitions', icon: ScrollText },
  { to: '/petitions?state=answered', label: 'Answers', icon: ScrollText },
  { to: '/my-key', label: 'My key', icon: KeyRound },
];

function frame(address: string): string {
  return renderToStaticMarkup(
    <Shell nav={NAV} footer={[{ to: '/safety', label: 'Safety' }]} accountPath="/in/me" address={address}>
      <p>page</p>
    </Shell>,
  );
}

/** The label of the marked entry of the navigation and how it is marked. */
function marked(address: string): string[] {
  return [...frame(address).matchAll(/aria-current="(\w+)"[^>]*>.*?<\/svg>([^<]+)</g)].map(
    ([, how, label]) => `${label}: ${how}`,
  );
}

describe('the frame', () => {
  it.each([
    ['/petitions', ['Petitions: page']],
    ['/petitions?state=answered', ['Answers: page']],
    ['/petitions?state=open&page=2', ['Petitions: true']],
    ['/petitions/7/sign', ['Petitions: true']],
    ['/my-key', ['My key: page']],
    ['/my-keyring', []],
    ['/safety', []],
  ])('marks one entry at most: %s', (address, expected) => {
    expect(marked(address)).toEqual(expected);
  });

  it('has a way past the navigation and a way out, both without scripts', () => {
    const markup = frame('/');
    expect(markup).toContain('href="#main"');
    expect(markup).toMatch(/<main[^>]+id="main"[^>]+tabindex="-1"/i);
    expect(markup).toMatch(/<a class="quick-exit" href="\/leave" rel="noreferrer"/);
  });

  it('is rendered the same for everybody: the server knows nobody who is signed in', () => {
    expect(frame('/')).not.toContain('Signed in here');
  });
});

describe('words for errors', () => {
  it('exist for every status, blame nobody, and fall back to the nearest', () => {
    for (let status = 400; status < 600; status += 1) {
      const { title, lead } = errorWords(status);
      expect(title.length).toBeGreaterThan(5);
      expect(lead).not.toMatch(/invalid|illegal|fatal|your fault/i);
    }
    expect(errorWords(418)).toBe(errorWords(400));
    expect(errorWords(502)).toBe(errorWords(500));
    expect(errorWords(404)).not.toBe(errorWords(400));
  });
});

describe('a table', () => {
  it('keeps its roles when laid out as cards, and names every cell', () => {
    const markup = renderToStaticMarkup(
      <Table
        caption="Due"
        columns={[
          { key: 'a', header: 'Petition', cell: (row: { a: string; b: string }) => row.a },
          { key: 'b', header: 'Due', cell: (row) => row.b },
        ]}
        rows={[{ a: 'One', b: 'today' }]}
        rowKey={(row) => row.a}
        isLate={(row) => row.b === 'today'}
      />,
    );
    expect(markup).toContain('<tr role="row" class="table__late">');
    expect(markup).toContain('<th scope="row" role="rowheader">One</th>');
    expect(markup).toContain('<td role="cell" data-label="Due">today</td>');
  });
});

describe('pages of a list', () => {
  const pages = (page: number, pages: number) =>
    renderToStaticMarkup(<Pagination page={page} pages={pages} href={(n) => `?page=${n}`} label="Petitions" />);

  it('lead one on and one back, never outside', () => {
    expect(pages(1, 1)).toBe('');
    expect(pages(1, 2)).not.toContain('Previous');
    expect(pages(2, 2)).not.toContain('Next');
    expect(pages(2, 3)).toMatch(/\?page=1.*\?page=3/s);
  });
});
