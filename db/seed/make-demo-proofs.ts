import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseProof } from '~/crypto/semaphore/proof';
import { loadProver, type Prover } from '~/crypto/semaphore/prover';
import { asNullifier } from '~/crypto/semaphore/field';
import { reduce } from '~/crypto/semaphore/statement';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerifier, type Verifier } from '~/crypto/semaphore/verifier';
import { noteKeyPair, noteSigner } from '~/crypto/tlog/note';
import { systemClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { createThrowAwayDatabase } from '../factories/throw-away-database';
import { seedDemo } from './demo';
import { packPoints, proofsMadeBefore, type ProofSource } from './demo-proofs';

/*
 * `npm run demo:proofs`: lives through the demo's story in a throw-away database and makes every membership proof that it
 * needs and has not, with the prover that browsers use. Minutes where all are new; needed when the protocol or the story has
 * changed.
 */

const depth = 17;
const kept: Record<string, string> = {};

function making(prover: Prover, verifier: Verifier): ProofSource {
  const before = proofsMadeBefore();
  return async (wish) => {
    const { name, identity, path, scope, message } = wish;
    const known = await before(wish).catch(() => null);
    if (known) {
      const { root } = await path();
      const nullifier = asNullifier(identity.nullifier(scope));
      const said = { depth, root, nullifier, scope: reduce(scope), message: reduce(message), points: known };
      if (verifier.verifyBatch([said])[0] === null) {
        kept[name] = packPoints(known);
        return known;
      }
    }
    const wire = await prover.prove({ identity, path: await path(), scope, message });
    const { points } = parseProof(wire, depth);
    kept[name] = packPoints(points);
    process.stdout.write(`${String(Object.keys(kept).length)} ${name}\n`);
    return points;
  };
}

async function provingFile(kind: 'wasm' | 'zkey'): Promise<Uint8Array> {
  const path = createRequire(import.meta.url).resolve(`@zk-kit/semaphore-artifacts/semaphore-${String(depth)}.${kind}`);
  return new Uint8Array(await readFile(path));
}

const signer = (name: string) => noteSigner(noteKeyPair(`${demoCompany.organisation}/${name}`, randomBytes(32)).skey);

const database = await createThrowAwayDatabase();
try {
  const prover = await loadProver(depth, { wasm: await provingFile('wasm'), zkey: await provingFile('zkey') });
  const house = {
    ...database,
    clock: systemClock,
    settings: demoSettings(demoCompany),
    receipts: signer('receipt'),
    checkpointSigner: signer('ledger'),
  };
  await seedDemo(house, making(prover, await createVerifier(VERIFICATION_KEYS[depth])));
  const file = fileURLToPath(new URL('./demo-proofs.json', import.meta.url));
  const sorted = Object.entries(kept).sort(([one], [other]) => (one < other ? -1 : 1));
  await writeFile(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
} finally {
  await database.close();
}
