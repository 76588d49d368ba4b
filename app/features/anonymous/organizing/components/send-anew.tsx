import { useState } from 'react';
import { demandFields, DemandFields } from '~/features/published/petitions/components/demand-fields';
import { backgroundLength, closingDays, titleLength } from '~/features/published/petitions/petition';
import { petitionSchema } from '~/features/published/petitions/petition.schema';
import { Field } from '~/ui/field';
import { Section, Stack } from '~/ui/page';
import { HintedText } from '../../concerns/components/hinted-text';
import { encodeNewText } from '../organizer-act.schema';
import type { OwnPetition } from '../own-petition.schema';
import { DeviceForm } from './device-form';
import type { Act } from './organizer-acts';

interface SendAnewProps {
  readonly petition: OwnPetition;
  readonly today: string;
  readonly sending: boolean;
  readonly onAct: Act;
}

/** A text that was sent back, to be changed and sent in once more under its old name. */
export function SendAnew({ petition, today, sending, onAct }: SendAnewProps) {
  const { title, demands, closesDay } = petition;
  const [background, setBackground] = useState(petition.background);
  const { first, last } = closingDays(today);
  return (
    <Section title="Change it and send it in anew">
      <Stack gap="loose">
        <p>It comes to the moderators with the next publication. How it runs stays as it is.</p>
        <DeviceForm
          schema={petitionSchema(today)}
          action={sending ? 'Sending …' : 'Send it in anew'}
          idOf={(name) => (name === 'demands' ? 'demands[0]' : name)}
          onParsed={(text) => {
            if (!sending) onAct('resubmit', encodeNewText(text));
          }}
        >
          {(errors) => (
            <>
              <Field
                label="What is to be done?"
                name="title"
                look="prose"
                errors={errors['title']}
                defaultValue={title}
                maxLength={titleLength.max}
                required
              />
              <DemandFields demands={demands} fields={demandFields(demands.length)} errors={errors} />
              <HintedText
                id="background"
                label="Background"
                rows={10}
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
                errors={errors['closesDay']}
                defaultValue={closesDay < first ? first : closesDay}
                min={first}
                max={last}
                required
              />
            </>
          )}
        </DeviceForm>
      </Stack>
    </Section>
  );
}
