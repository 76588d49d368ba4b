import { Link } from '~/ui/link';
import { Stack } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { ProgramFile } from './program-file';

interface SignerProgramProps {
  /** Of this house. */
  readonly address: string;
  readonly path: string;
  /** Of the program; null in a build without it. */
  readonly digest: string | null;
}

/** How to enrol and sign with a program of one file. */
export function SignerProgram({ address, path, digest }: SignerProgramProps) {
  return (
    <Stack>
      <Passage>
        <p>
          The signer is one file that needs Node 20 and nothing else. Keep it, read it, compare it with the source, and
          run it from anywhere. It reads the whole register and the ledger, makes the proof on your machine, and runs
          nothing that comes from here.
        </p>
        <pre className="receipt__note" translate="no">
          {`node sign.mjs new-words words
node sign.mjs enrol ${address} --words words --ticket TICKET
node sign.mjs sign ${address} --words words --petition NAME`}
        </pre>
        <p>
          The ticket is what stands behind the <code>#</code> in the QR code that{' '}
          <Link to="/in/my-key">My enrolment</Link> shows; the name is what the petition’s address ends with. In the
          same way <code>withdraw</code> takes a signature back, and <code>check</code> looks for a receipt in the
          ledger. Whoever has the file of words can sign as you. The network sees who asks, as it does of a browser.
        </p>
      </Passage>
      {digest !== null && <ProgramFile path={path} digest={digest} />}
    </Stack>
  );
}
