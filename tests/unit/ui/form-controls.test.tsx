import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Check, RadioCards } from '~/ui/choices';
import { Field, fieldProps, type FieldProps } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';

const KINDS: FieldProps[] = [
  { label: 'L', name: 'f' },
  { label: 'L', name: 'f', kind: 'email' },
  { label: 'L', name: 'f', kind: 'date' },
  { label: 'L', name: 'f', kind: 'file' },
  { label: 'L', name: 'f', kind: 'textarea' },
  { label: 'L', name: 'f', kind: 'textarea', counted: true, maxLength: 50 },
  { label: 'L', name: 'f', kind: 'select', options: [{ value: 'a', label: 'A' }] },
];

function idsIn(markup: string): string[] {
  return [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
}

/** Every id that a control refers to stands in the markup, once. */
function expectWired(markup: string) {
  const ids = idsIn(markup);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, list] of markup.matchAll(/(?:aria-describedby|aria-labelledby|for)="([^"]+)"/g)) {
    for (const id of (list ?? '').split(' ')) expect(ids).toContain(id);
  }
}

describe('a field', () => {
  it.each(KINDS)('ties label, hint and error to its control: $kind', (props) => {
    const markup = renderToStaticMarkup(<Field {...props} hint="Hint" errors={['Wrong', 'Also wrong']} />);
    expectWired(markup);
    expect(markup).toMatch(/<label[^>]+for="f"/);
    expect(markup).toMatch(/<(input|textarea|select)[^>]+id="f"[^>]+aria-invalid="true"/);
    expect(markup).toMatch(/aria-describedby="f-error f-hint/);
    expect(markup).toContain('Wrong');
    expect(markup).not.toContain('Also wrong');
  });

  it.each(KINDS)('says nothing about errors where there are none: $kind', (props) => {
    const markup = renderToStaticMarkup(<Field {...props} errors={[]} />);
    expectWired(markup);
    expect(markup).not.toContain('aria-invalid');
    expect(markup).not.toContain('f-error');
  });

  it('takes what Conform knows of it', () => {
    const meta = {
      id: 'form-title',
      name: 'title',
      errors: undefined,
      initialValue: 'Stop',
      required: true,
      maxLength: 150,
    };
    const markup = renderToStaticMarkup(<Field label="Title" {...fieldProps(meta)} />);
    expect(markup).toMatch(/<input[^>]+name="title"[^>]*value="Stop"/);
    expect(markup).toContain('required=""');
    expect(markup).toContain('maxLength="150"');
  });
});

describe('choices', () => {
  it('are real radio buttons with their own names and hints', () => {
    const markup = renderToStaticMarkup(
      <RadioCards
        legend="Your crowd"
        name="crowd"
        defaultValue="all"
        errors={['Choose one']}
        choices={[
          { value: 'all', label: 'All', hint: 'among 4,120' },
          { value: 'unit', label: 'Unit', disabled: true },
        ]}
      />,
    );
    expectWired(markup);
    expect(markup.match(/type="radio"/g)).toHaveLength(2);
    expect(markup).toMatch(/<fieldset[^>]+aria-describedby="crowd-error"/);
    expect(markup).toMatch(/value="all"[^>]*checked=""|checked=""[^>]*value="all"/);
    expect(markup).toMatch(/disabled=""[^>]*value="unit"|value="unit"[^>]*disabled=""/);
  });

  it('include a check box tied to its sentence', () => {
    const markup = renderToStaticMarkup(
      <Check name="ok" label="I have read it" hint="All of it" errors={['Please tick']} />,
    );
    expectWired(markup);
    expect(markup).toMatch(/<input[^>]+aria-invalid="true"[^>]+aria-describedby="ok-error ok-hint"/);
  });
});

describe('the errors of a form', () => {
  it('lead to their fields and are announced', () => {
    const markup = renderToStaticMarkup(
      <FormErrors problems={[{ fieldId: 'title', message: 'Too short' }, { message: 'Too late' }]} />,
    );
    expect(markup).toContain('role="alert"');
    expect(markup).toContain('<a href="#title">Too short</a>');
    expect(markup).toContain('<li>Too late</li>');
    expect(renderToStaticMarkup(<FormErrors problems={[]} />)).toBe('');
  });
});
