import { fromHex, hashFields, toHex } from '~/crypto/hash';
import { isSignedBy } from '~/crypto/signing-key';
import type { FactOf } from './entry-form';
import type { ItemOf } from './public-data';
import type { Check, Recorder } from './recorder';
import { itemsOf, reportUnknown, type Site } from './site';

/** Which key of a handler counted when. */
export interface HandlersInForce {
  /** The signing key (hex) of a handler who counted where this entry stands; null for nobody's. */
  signingKeyAt(fingerprint: string, at: { readonly index: number; readonly day: string }): string | null;
}

interface Handler {
  readonly added: FactOf<'handler-key'>;
  readonly from: number;
  /** Last day on which the key may still have acted: acts of one day have no order. */
  retired: { readonly fact: FactOf<'handler-key'>; readonly index: number } | null;
}

/**
 * Walks the chain of handlers' keys through the ledger (protocol 7): each let in, or retired, by the signature of one that
 * counted there, the first by its own; and the site gives browsers the same keys to encrypt to.
 */
export function checkHandlers(site: Site, recorder: Recorder): HandlersInForce {
  const check = recorder.check('handlers');
  const handlers = new Map<string, Handler>();
  const counted = (fingerprint: string, day: string) => {
    const handler = handlers.get(fingerprint);
    if (!handler || (handler.retired !== null && handler.retired.fact.day < day)) return null;
    return handler.added.signingKey;
  };
  for (const { fact, index } of site.facts.of('handler-key')) {
    check.count();
    const where = `entry ${String(index)}`;
    const isFirst = handlers.size === 0 && fact.act === 'added' && fact.by === fact.fingerprint;
    const signer = isFirst ? fact.signingKey : counted(fact.by, fact.day);
    checkSignature(site.organisation, check, { where, fact, signer });
    if (fact.act === 'added') {
      if (handlers.has(fact.fingerprint))
        check.find('handler-not-let-in', where, 'a new key', 'one that was let in before'); // prettier-ignore
      else handlers.set(fact.fingerprint, { added: fact, from: index, retired: null });
    } else {
      const handler = handlers.get(fact.fingerprint);
      if (!handler) check.find('handler-not-let-in', where, 'a key that was let in', fact.fingerprint);
      else handler.retired ??= { fact, index };
    }
  }
  compare(site, check, handlers);
  return {
    signingKeyAt(fingerprint, { index, day }) {
      const handler = handlers.get(fingerprint);
      return handler && handler.from < index ? counted(fingerprint, day) : null;
    },
  };
}

function checkSignature(
  organisation: string,
  check: Check,
  { where, fact, signer }: { where: string; fact: FactOf<'handler-key'>; signer: string | null },
): void {
  const { act, fingerprint, name, signingKey, recipient, by, signature, day } = fact;
  const own = toHex(hashFields('handler-key/v1', organisation, fromHex(signingKey), recipient));
  check.equal('handler-key-differs', where, own, fingerprint);
  // Where role or employment ended, the office retires a key and nobody signs.
  if (by === 'office') {
    if (act === 'added' || signature !== '') check.find('handler-not-let-in', where, 'a handler', 'office');
    return;
  }
  if (signer === null) return check.find('handler-not-let-in', where, 'a handler in force', by);
  const label = act === 'added' ? 'handler-added/v1' : 'handler-retired/v1';
  const statement = hashFields(label, organisation, fromHex(fingerprint), name, fromHex(by), day);
  if (!isSignedBy(fromHex(signer), statement, fromHex(signature))) {
    check.find('handler-signature-wrong', where, `signed by ${by}`, signature);
  }
}

/** Browsers encrypt to what the site gives: a key that is not the ledger's was swapped. */
function compare(site: Site, check: Check, handlers: ReadonlyMap<string, Handler>): void {
  const shown = itemsOf(site.snapshot.lists.handlers, check);
  if (!shown) return;
  const byFingerprint = new Map(shown.map((item) => [item.fingerprint, item]));
  for (const [fingerprint, handler] of handlers) {
    const item = byFingerprint.get(fingerprint);
    const where = `handler ${handler.added.name}`;
    if (!item) check.find('handler-key-differs', where, fingerprint, 'nothing');
    else check.equal('handler-key-differs', where, ledgerRecord(handler), siteRecord(item));
  }
  for (const item of shown) {
    if (handlers.has(item.fingerprint)) continue;
    const where = `handler ${item.name}`;
    const taken = [...handlers.values()].some(({ added }) => added.name === item.name);
    if (taken) check.find('handler-key-differs', where, 'the key of the ledger', item.fingerprint);
    else reportUnknown(site, check, { where, day: item.addedDay, found: item.fingerprint });
  }
}

function ledgerRecord({ added, retired }: Handler): string {
  const { name, signingKey, recipient, day, by, signature } = added;
  const end = retired ? [retired.fact.day, retired.fact.by, retired.fact.signature || null] : [null, null, null];
  return JSON.stringify([name, signingKey, recipient, day, by, signature, ...end]);
}

function siteRecord(item: ItemOf<'handlers'>): string {
  const { name, signingKey, recipient, addedDay, addedBy, signature } = item;
  const end = [item.retiredDay, item.retiredBy, item.retiredSignature];
  return JSON.stringify([name, signingKey, recipient, addedDay, addedBy, signature, ...end]);
}
