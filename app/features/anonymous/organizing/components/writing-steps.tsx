import { useState } from 'react';
import { z } from 'zod';
import { demandFields, DemandFields } from '~/features/published/petitions/components/demand-fields';
import { SimilarWhileTyping } from '~/features/published/petitions/components/similar-petitions';
import { TermsFields } from '~/features/published/petitions/components/terms-fields';
import {
  backgroundLength,
  closingDays,
  daysOpen,
  demandCount,
  titleLength,
} from '~/features/published/petitions/petition';
import { askStep, backgroundStep, titleStep } from '~/features/published/petitions/petition.schema';
import { termsStep, type TermsBounds } from '~/features/published/petitions/petition-terms';
import { AboutFields } from '~/features/published/programmes/components/about-fields';
import { programmeIdSchema } from '~/features/published/programmes/programme.schema';
import { fieldNames } from '~/features/published/programmes/programme-fields';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { HintedText } from '../../concerns/components/hinted-text';
import type { DeviceDraft } from '../device-draft';
import { DeviceForm } from './device-form';

export interface WritingStepProps {
  readonly draft: DeviceDraft;
  /** Keeps a part of it on the device. */
  readonly onKeep: (part: Partial<DeviceDraft>) => void;
  /** Keeps it and goes on. */
  readonly onDone: (part: Partial<DeviceDraft>) => void;
  readonly onBack: () => void;
}

const goOn = 'Save and continue';
const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** The first page: a title, and beside it petitions that may ask for the same. */
export function WriteTitle({ draft, onKeep, onDone }: WritingStepProps) {
  const [typed, setTyped] = useState(draft.title);
  return (
    <DeviceForm
      schema={titleStep}
      action={goOn}
      onParsed={onDone}
      onWritten={(form) => {
        onKeep({ title: text(form, 'title') });
      }}
    >
      {(errors) => (
        <>
          <Field
            label="What is to be done?"
            name="title"
            look="prose"
            hint="One sentence that somebody could agree or disagree with. It begins with a verb: “Stop recording our keystrokes”."
            errors={errors['title']}
            defaultValue={draft.title}
            maxLength={titleLength.max}
            autoComplete="off"
            required
            onChange={setTyped}
          />
          <SimilarWhileTyping text={typed} />
        </>
      )}
    </DeviceForm>
  );
}

/** The second page: up to ten demands. */
export function WriteDemands({ draft, onKeep, onDone, onBack }: WritingStepProps) {
  const [fields, setFields] = useState(demandFields(draft.demands.length));
  const names = Array.from({ length: fields }, (_, index) => `demands[${String(index)}]`);
  return (
    <DeviceForm
      schema={askStep}
      action={goOn}
      onParsed={onDone}
      onBack={onBack}
      idOf={(name) => (name === 'demands' ? 'demands[0]' : name)}
      onWritten={(form) => {
        onKeep({ demands: names.map((name) => text(form, name)).filter((demand) => demand.trim() !== '') });
      }}
    >
      {(errors) => (
        <>
          <DemandFields demands={draft.demands} fields={fields} errors={errors} />
          {fields < demandCount.max && (
            <div>
              <Button
                type="button"
                tone="secondary"
                small
                onClick={() => {
                  setFields(fields + 1);
                }}
              >
                Room for one more
              </Button>
            </div>
          )}
        </>
      )}
    </DeviceForm>
  );
}

const backgroundAndAbout = (today: string) =>
  backgroundStep(today).extend({
    programmeId: programmeIdSchema.optional().transform((id) => id ?? null),
    programmeField: z
      .enum(fieldNames, 'Please choose from the list.')
      .optional()
      .transform((field) => field ?? null),
  });

interface WriteBackgroundProps extends WritingStepProps {
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
  readonly today: string;
}

/** The third page: why, and until when; with what in the words may tell who wrote them. */
export function WriteBackground({ draft, programmes, today, onKeep, onDone, onBack }: WriteBackgroundProps) {
  const [background, setBackground] = useState(draft.background);
  const { first, last } = closingDays(today);
  return (
    <DeviceForm
      schema={backgroundAndAbout(today)}
      action={goOn}
      onBack={onBack}
      onParsed={({ programmeId, programmeField, ...parsed }) => {
        onDone({ ...parsed, programmeId, programmeField: programmeId === null ? null : programmeField });
      }}
      onWritten={(form) => {
        onKeep({ background: text(form, 'background'), closesDay: text(form, 'closesDay') || null });
      }}
    >
      {(errors) => (
        <>
          <HintedText
            id="background"
            label="Background"
            hint="What happened, and why it matters. Markdown works; HTML and pictures are not taken. Your words can give you away: what only few could know, how you always put things, what you said in a meeting."
            rows={12}
            maxLength={backgroundLength.max}
            value={background}
            errors={errors['background']}
            onChange={setBackground}
          />
          <Field
            label="Open until"
            name="closesDay"
            kind="date"
            look="short"
            hint={`The last day on which it can be signed: ${String(daysOpen.min)} to ${String(daysOpen.max)} days from today.`}
            errors={errors['closesDay']}
            defaultValue={draft.closesDay ?? ''}
            min={first}
            max={last}
            required
          />
          <AboutFields
            programmes={programmes}
            programmeId={draft.programmeId ?? ''}
            programmeField={draft.programmeField ?? ''}
            errors={errors}
            what="the petition"
          />
        </>
      )}
    </DeviceForm>
  );
}

/** The fourth page: from how many signatures on it is counted, whom it asks, and whether it looks for sponsors first. */
export function ChooseTerms({ draft, bounds, onDone, onBack }: WritingStepProps & { readonly bounds: TermsBounds }) {
  return (
    <DeviceForm schema={termsStep(bounds)} action={goOn} onParsed={onDone} onBack={onBack}>
      {(errors) => <TermsFields terms={draft} bounds={bounds} errors={errors} posted={null} becomesDraft={false} />}
    </DeviceForm>
  );
}
