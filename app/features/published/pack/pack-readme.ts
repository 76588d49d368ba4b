import type { PackFacts } from './pack-facts';
import { packCountWords, packDaysWords, packOutcomeWords } from './pack-words';

/** What is in a pack, and how to check it without believing whoever handed it over. */
export function packReadme(facts: PackFacts): string {
  const { petition, company, address, checkpoint, organisation, signers } = facts;
  const house = address.replace(/\/petitions\/[^/]+$/, '');
  return `${petition.title}
A petition at ${company}
${address}

${[packCountWords(facts), packOutcomeWords(facts), packDaysWords(facts)].filter((line) => line !== '').join('\n')}

Everything in this pack is public: anybody gets the same one at ${address}/pack.zip.
It says nothing of who signed. Nobody knows that, those who run the site included.


What is in it
-------------
petition.pdf       to be read and handed over
petition.txt       the same as text
petition.json      everything that the other files say, for programs
demands.csv, history.csv, units.csv, updates.csv, response.csv, moderation.csv
                   tables, in UTF-8; a cell that spreadsheets would take for a
                   formula has an apostrophe in front
check-count.mjs    counts again; needs nothing but Node.js 20 or later
proof/             what proves the count
${signers === null ? withoutCount : withCount}

How to check it
---------------
1. Unpack it. In its folder run:   node check-count.mjs
   It uses no network and nothing of this site but the files beside it. It is
   short: read it, or write your own from what stands below.
2. Compare the key that it prints with one that you know from elsewhere: the
   site's page /transparency, a witness, a checkpoint that somebody kept.
3. Whether each proof is that of a key on the register is checked by the
   auditor, which reads the whole ledger:   npm run audit -- ${house}
   or the page ${house}/transparency/audit.


What proves the count
---------------------
The ledger of "${organisation}" had ${String(checkpoint.size)} entries on ${checkpoint.day}. proof/checkpoint.txt
is its state, a signed note (C2SP tlog-checkpoint). proof/keys.json has the keys
that the ledger had, each signed for by the one before, and its witnesses.
Leaves and nodes are RFC 6962's: SHA-256(0x00 || entry), SHA-256(0x01 || left || right).

proof/entries.json: the entry that opened the petition, with the digest of its
text (protocol 4), and the one that says that its critical mass was reached.
Each has its index and a proof.

A proof that entries stand side by side from "first" on: walk down the tree from
its root, left before right, splitting n entries after the largest power of two
below n. Where a subtree holds none of them take the next hash of the proof;
all others follow from the leaves. The root has to be the checkpoint's.
${signers === null ? '' : actsWords}

What it does not show
---------------------
Whether the people on the company's roster are real, and keys theirs. The
figures by unit: their proofs are in the ledger, and the auditor counts them.
Whether acts were left out before they were published: whoever signed has a
receipt that shows it.
`;
}

const withoutCount = `
There are no signatures in it: as long as no number may be shown, nothing of
them is published, neither how many there are nor that there are any.
`;

const withCount = `  checkpoint.txt   the state of the ledger, signed
  keys.json        its keys and witnesses
  entries.json     entries about the petition, with proofs
  acts.json        where the acts stand in the ledger, with proofs
  acts.jsonl       every signature and withdrawal, one entry a line
  proofs.bin       their membership proofs, 256 bytes each, in the same order
  editions.json    the editions of the register that they were made in, with
                   the names of their files (/register-files/<name> on the site)
`;

const actsWords = `
proof/acts.json lists, for each publication, where its acts begin ("first") and
how many there are, with one proof for all of them. Their bytes are the lines of
proof/acts.jsonl, in this order, without the line feed. SHA-256 of the 256 bytes
in proofs.bin is the field "proof" of the same act.

Of each nullifier the acts count n = 0, 1, 2, …: even ones sign, odd ones
withdraw. The count is how many nullifiers have a last act that signs.
`;
