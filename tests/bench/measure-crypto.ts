import { measureProving, measureTree, measureVerifier, type Measured } from './crypto';
import { milliseconds, note, report } from './report';

/** What the cryptography costs by itself, without server, database or network. */
export async function measureCrypto(): Promise<void> {
  note('verifying');
  const verifier = await measureVerifier();
  note('building a tree of 100,000 leaves');
  const tree = measureTree();
  note('proving in Chromium');
  const proving = await measureProving();
  const line = (what: string, { wall, cpu }: Measured) => ({
    what,
    value: `${milliseconds(wall)}, ${milliseconds(cpu)} of processor time`,
  });
  report('Cryptography alone, medians', [
    line('verify one proof', verifier.one),
    line('verify one of 32', verifier.ofBatch),
    line('build a tree of 100,000 leaves', tree.build),
    line('insert one leaf', tree.insert),
    line('the way to the root from published files', tree.path),
    { what: 'get ready to prove, in Chromium', value: milliseconds(proving.warm) },
    line('make a proof, in Chromium', proving.proof),
  ]);
}
