import { parseWithZod } from '@conform-to/zod/v4';
import { describe, expect, test } from 'vitest';
import { termsOf } from '~/features/identified/drafts/draft-steps';
import { termsProblem, termsStep, type TermsBounds } from '~/features/published/petitions/petition-terms';
import { secretInAddress, sponsorPath } from '~/features/published/petitions/sponsor-link';
import { newSponsorSecret, sponsorLinkOf } from '~/features/published/petitions/sponsor-link.server';

const bounds: TermsBounds = { minimum: 10, houseCriticalMass: 25, units: ['Acme / Engineering'] };

function posted(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const submission = parseWithZod(form, { schema: termsStep(bounds) });
  return submission.status === 'success' ? submission.value : Object.keys(submission.error ?? {});
}

describe('the page "How it runs"', () => {
  test('keeps the house’s critical mass as the house’s, whatever it will be', () => {
    const kept = { criticalMass: null, askedUnit: null, sponsorsWanted: 0 };
    expect(posted({ mass: 'house', sponsors: 'none' })).toEqual(kept);
    expect(termsOf(kept, { houseCriticalMass: 40 }).criticalMass).toBe(40);
  });

  test('takes another number, none at all, a unit, and sponsors', () => {
    const all = { mass: 'own', ownMass: ' 50 ', askedUnit: 'Acme / Engineering', sponsors: 'some', sponsorCount: '12' };
    expect(posted(all)).toEqual({ criticalMass: 50, askedUnit: 'Acme / Engineering', sponsorsWanted: 12 });
    expect(posted({ mass: 'none', sponsors: 'none' })).toMatchObject({ criticalMass: 0 });
  });

  test.each(['9', '0', '-10', '10001', '1e2', '12.5', '٢٥', '0x20', '010', '', 'many'])(
    'refuses “%s” as a critical mass, and as a number of sponsors',
    (text) => {
      expect(posted({ mass: 'own', ownMass: text, sponsors: 'none' })).toEqual(['ownMass']);
      expect(posted({ mass: 'house', sponsors: 'some', sponsorCount: text })).toEqual(['sponsorCount']);
    },
  );

  test('does not look at a number that was not chosen', () => {
    expect(posted({ mass: 'house', ownMass: '3', sponsors: 'none', sponsorCount: 'x' })).toEqual({
      ...{ criticalMass: null, askedUnit: null, sponsorsWanted: 0 },
    });
  });

  test.each([
    [{ sponsors: 'none' }, 'mass'],
    [{ mass: 'never', sponsors: 'none' }, 'mass'],
    [{ mass: 'house' }, 'sponsors'],
    [{ mass: 'house', sponsors: 'none', askedUnit: 'Acme / Somewhere else' }, 'askedUnit'],
  ])('refuses %j', (fields, field) => {
    expect(posted(fields as Record<string, string>)).toEqual([field]);
  });
});

describe('terms as they are sent in', () => {
  const sound = { criticalMass: 10, askedUnit: null, sponsorsWanted: 0 };

  test.each([
    ['criticalMass', { criticalMass: 9 }],
    ['criticalMass', { criticalMass: 1 }],
    ['criticalMass', { criticalMass: -1 }],
    ['criticalMass', { criticalMass: 10_001 }],
    ['criticalMass', { criticalMass: 10.5 }],
    ['criticalMass', { criticalMass: Number.NaN }],
    ['askedUnit', { askedUnit: 'Acme / Closed last year' }],
    ['askedUnit', { askedUnit: '' }],
    ['sponsorsWanted', { sponsorsWanted: 9 }],
    ['sponsorsWanted', { sponsorsWanted: 1_001 }],
  ])('are refused for %s: %j', (field, changes) => {
    expect(termsProblem({ ...sound, ...changes }, bounds)?.field).toBe(field);
  });

  test('are measured by the minimum of the day on which they are sent in', () => {
    expect(termsProblem(sound, bounds)).toBeNull();
    expect(termsProblem(sound, { ...bounds, minimum: 11 })?.field).toBe('criticalMass');
    expect(termsProblem({ ...sound, criticalMass: 0 }, { ...bounds, minimum: 11 })).toBeNull();
  });
});

describe('the link for sponsors', () => {
  test('has its secret behind the sign that no browser sends, in one spelling', () => {
    const secret = newSponsorSecret();
    const address = new URL(sponsorPath('aeaqcaibaeaqcaibaeaqcaibae', secret), 'https://robin.example');
    expect(`${address.pathname}${address.search}`).not.toContain(secret);
    expect(secretInAddress(address.hash)).toBe(secret);
    const other = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : String.fromCharCode(secret.charCodeAt(21) + 1));
    for (const wrong of [other, secret.slice(1), `${secret}A`, '', `${secret}\n`]) {
      expect(secretInAddress(`#${wrong}`)).toBeNull();
      expect(() => sponsorLinkOf(wrong)).toThrow(RangeError);
    }
  });

  test('is another one each time, and leaves no trace of itself in public', () => {
    const [one, other] = [newSponsorSecret(), newSponsorSecret()];
    expect(one).not.toBe(other);
    expect(Buffer.from(sponsorLinkOf(one)).toString('base64url')).not.toContain(one);
    expect(sponsorLinkOf(one)).toHaveLength(32);
  });
});
