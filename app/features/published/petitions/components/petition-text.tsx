import type { ReactNode } from 'react';
import { Demands } from '~/ui/demands';
import { Section } from '~/ui/page';
import { Prose } from '~/ui/prose';
import type { PetitionText as Text } from '../petition';

export interface PetitionTextProps {
  text: Pick<Text, 'demands' | 'background'>;
  /** What leadership said to a demand, by its place from 0. */
  answer?: (demand: number) => ReactNode;
}

/** What a petition says, exactly: the background as set Markdown, then its numbered demands. */
export function PetitionText({ text, answer }: PetitionTextProps) {
  return (
    <>
      {text.background !== '' && <Prose>{text.background}</Prose>}
      <Section title="What we ask" id="demands">
        <Demands
          demands={text.demands.map((demand, index) => ({
            text: demand,
            id: `demand-${String(index + 1)}`,
            answer: answer?.(index),
          }))}
        />
      </Section>
    </>
  );
}
