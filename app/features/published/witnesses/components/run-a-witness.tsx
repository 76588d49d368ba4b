import { ProgramFile } from '~/features/published/client-releases/components/program-file';
import { Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';

interface RunAWitnessProps {
  /** Of this house. */
  readonly address: string;
  readonly path: string;
  /** Of the program; null in a build without it. */
  readonly digest: string | null;
}

/** What somebody does who wants to watch the ledger. */
export function RunAWitness({ address, path, digest }: RunAWitnessProps) {
  return (
    <Stack>
      <Passage>
        <p>
          A witness is a small program on a machine that the house has no say over: at the works council’s, at a
          union’s, at a lawyer’s. It is one file that needs Node 20 and nothing else.
        </p>
        <pre className="note" translate="no">
          {`node witness.mjs --key witness.key --new-key union.example/w
node witness.mjs ${address} --key witness.key --state ledger`}
        </pre>
        <p>
          The first line makes a key and shows its public half; an administrator lets it in, in public. The second looks
          at the ledger: once a day, or with <code className="whole">--every 60</code> once an hour. It checks that
          everything it saw before is still there, signs that, and says so in a folder that any web site can show. Where
          two histories were signed it says so as loudly as it can, keeps both, and ends with 3.
        </p>
        <p>
          A witness sees only what everybody may read. With <code className="whole">--compare</code> and the address of
          another witness’s checkpoint it also finds out whether the two of them were shown the same.
        </p>
      </Passage>
      {digest !== null && <ProgramFile path={path} digest={digest} />}
    </Stack>
  );
}
