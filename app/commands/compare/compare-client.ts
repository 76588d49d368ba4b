import { createHash } from 'node:crypto';
import {
  clientManifestDigest,
  ClientManifestError,
  compareClientFiles,
  decodeClientManifest,
  type ClientFiles,
} from '~/crypto/client-manifest';
import { contentSecurityPolicy } from '~/server/security-headers';
import { isProver } from '~/server/static-files';
import type { ReleaseInLedger } from './release-in-ledger';
import { problemsOfPage } from './served-page';

/** One way in which a server does not serve what the source says. */
export interface Finding {
  readonly what:
    | 'no-manifest'
    | 'file-changed'
    | 'file-added'
    | 'file-missing'
    | 'file-served-otherwise'
    | 'rules-of-a-file'
    | 'page'
    | 'not-in-ledger';
  /** A path. */
  readonly where: string;
  readonly found: string;
}

export interface Comparison {
  readonly v: 1;
  readonly address: string;
  /** Digest of the server's manifest; null where it has none that can be read. */
  readonly release: string | null;
  /** Digest of the manifest of the build that it is compared with. */
  readonly source: string;
  readonly files: number;
  readonly pages: number;
  /** Where the release stands; null where there is none. */
  readonly ledger: ReleaseInLedger | null;
  readonly findings: readonly Finding[];
}

export interface CompareDeps {
  /** Asks the server, follows no redirect. Throws where it cannot be reached. */
  readonly get: (path: string) => Promise<Response>;
  /** Where the ledger has this release. */
  readonly inLedger: (release: string) => Promise<ReleaseInLedger>;
  readonly onProgress: (done: number, of: number) => void;
}

export interface CompareInput {
  readonly address: string;
  /** The manifest of a build of the source. */
  readonly manifest: string;
  /** Pages to look at, besides those that every house has. */
  readonly pages: readonly string[];
}

const atOnce = 8;
const everyHouse = [
  '/',
  '/petitions',
  '/concerns',
  '/concerns/new',
  '/concerns/mine',
  '/my-key',
  '/enrol',
  '/in/sign-in',
];

/**
 * Compares what a server serves with a build: its manifest, every file of either, the programs of pages, and that the release is in
 * the ledger (protocol 15). NOT checked: what it serves to others, or at another time.
 */
export async function compareClient(deps: CompareDeps, input: CompareInput): Promise<Comparison> {
  const own = decodeClientManifest(input.manifest);
  const { text, files: claimed, findings } = await readManifest(deps);
  const pages = [...new Set([...everyHouse, ...(await petitionPages(deps)), ...input.pages])];
  const names = [...new Set([...Object.keys(own), ...Object.keys(claimed)])].sort();
  let done = 0;
  const step = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    deps.onProgress((done += 1), names.length + pages.length);
    return result;
  };
  const differing = text === null ? [] : findingsOfManifest(own, claimed);
  const served = await inTurns(names, (name) => step(findingsOfFile(deps, name, own, claimed)));
  const looked = await inTurns(pages, (page) => step(findingsOfPage(deps, page, own)));
  const release = text === null ? null : clientManifestDigest(text);
  const ledger = release === null ? null : await deps.inLedger(release);
  const missing: Finding[] =
    ledger?.state === 'missing' ? [{ what: 'not-in-ledger', where: '/client-releases.json', found: ledger.why }] : [];
  return {
    v: 1,
    address: input.address,
    release,
    source: clientManifestDigest(input.manifest),
    files: names.length,
    pages: pages.length,
    ledger,
    findings: [...findings, ...differing, ...served.flat(), ...looked.flat(), ...missing],
  };
}

async function readManifest({ get }: CompareDeps) {
  const where = '/client-manifest.json';
  const answer = await get(where);
  const none = (found: string) => ({
    text: null,
    files: {} as ClientFiles,
    findings: [{ what: 'no-manifest' as const, where, found }],
  });
  if (answer.status !== 200) return none(`status ${String(answer.status)}`);
  const text = await answer.text();
  try {
    return { text, files: decodeClientManifest(text), findings: [] };
  } catch (error) {
    if (error instanceof ClientManifestError) return none(error.message);
    throw error;
  }
}

function findingsOfManifest(own: ClientFiles, claimed: ClientFiles): Finding[] {
  const { changed, added, removed } = compareClientFiles(own, claimed);
  return [
    ...changed.map((where) => ({ what: 'file-changed' as const, where, found: claimed[where] ?? '' })),
    ...added.map((where) => ({ what: 'file-added' as const, where, found: claimed[where] ?? '' })),
    ...removed.map((where) => ({ what: 'file-missing' as const, where, found: 'not in the manifest' })),
  ];
}

/** What is served must be what the source has; what the source has not, at least what the manifest says. */
async function findingsOfFile(
  deps: CompareDeps,
  where: string,
  own: ClientFiles,
  claimed: ClientFiles,
): Promise<Finding[]> {
  const answer = await deps.get(where);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const digest = createHash('sha256').update(bytes).digest('hex');
  const expected = [own[where], claimed[where]].filter((each) => each !== undefined);
  const found = answer.status === 200 ? digest : `status ${String(answer.status)}`;
  const findings: Finding[] = expected.every((each) => each === found)
    ? []
    : [{ what: 'file-served-otherwise', where, found }];
  const kind = isProver(where) ? 'worker' : 'other';
  const policy = answer.headers.get('content-security-policy') ?? 'none';
  if (answer.status === 200 && policy !== contentSecurityPolicy(kind, ''))
    findings.push({ what: 'rules-of-a-file', where, found: policy });
  return findings;
}

async function findingsOfPage(deps: CompareDeps, where: string, own: ClientFiles): Promise<Finding[]> {
  const answer = await deps.get(where);
  const html = await answer.text();
  if (answer.status !== 200) return [{ what: 'page', where, found: `status ${String(answer.status)}` }];
  return problemsOfPage({ headers: answer.headers, html }, own).map((found) => ({ what: 'page', where, found }));
}

/** The newest petition's page and the one where it is signed: they show words of people. */
async function petitionPages({ get }: CompareDeps): Promise<string[]> {
  const answer = await get('/petitions/opened');
  const petitions: unknown = answer.status === 200 ? await answer.json().catch(() => []) : [];
  const first: unknown = Array.isArray(petitions) ? petitions[0] : undefined;
  const id = typeof first === 'object' && first !== null && 'id' in first ? String(first.id) : '';
  return /^[a-z2-7]{26}$/.test(id) ? [`/petitions/${id}`, `/petitions/${id}/sign`] : [];
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += atOnce)
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  return results;
}
