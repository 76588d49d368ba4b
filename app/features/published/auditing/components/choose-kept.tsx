import { useState } from 'react';
import { Field } from '~/ui/field';
import { Stack } from '~/ui/page';
import { readKeptFiles, type KeptFile, type KeptFileKind } from '../kept-files';

const kinds: Readonly<Record<KeptFileKind, string>> = {
  checkpoint: 'a checkpoint that you kept',
  receipt: 'a signature receipt',
  filing: 'a proof of filing',
};

interface ChooseKeptProps {
  readonly files: readonly KeptFile[];
  readonly onFiles: (files: readonly KeptFile[]) => void;
}

/** Files of one's own that the site is held against. They are read on this device, and go nowhere. */
export function ChooseKept({ files, onFiles }: ChooseKeptProps) {
  const [others, setOthers] = useState<readonly string[]>([]);
  const take = async (chosen: readonly File[]) => {
    const read = await readKeptFiles(chosen);
    onFiles([...files, ...read.kept]);
    setOthers(read.others);
  };
  return (
    <Stack gap="tight">
      <Field
        kind="file"
        name="kept"
        label="Hold it against what you kept"
        optional
        multiple
        hint="Checkpoints, signature receipts, proofs of filing. They are read on this device and go nowhere."
        errors={others.map((name) => `${name} is none of these.`)}
        onFiles={(chosen) => void take(chosen)}
      />
      {files.length > 0 && (
        <ul className="small">
          {files.map(({ name, kind }, index) => (
            <li key={index}>
              <span translate="no">{name}</span>, {kinds[kind]}
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
