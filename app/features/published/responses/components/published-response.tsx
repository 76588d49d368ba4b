import { Demands } from '~/ui/demands';
import { Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import type { ResponseItem, ResponseText } from '../response';
import { AnswerTag } from './answer-tag';

/** The answer to one demand, with its reason. */
export function ItemAnswer({ item }: { item: ResponseItem }) {
  return (
    <>
      <AnswerTag answer={item.answer} />
      <div>
        <Prose>{item.reason}</Prose>
      </div>
    </>
  );
}

/** A response as everybody will read it: words to the whole, then every demand with its answer and the reason for it. */
export function ResponseWords({ demands, text }: { demands: readonly string[]; text: ResponseText }) {
  return (
    <Stack>
      {text.body !== '' && <Prose>{text.body}</Prose>}
      <Demands
        demands={demands.map((demand, index) => {
          const item = text.items[index];
          return {
            text: demand,
            answer: item && <ItemAnswer item={item} />,
          };
        })}
      />
    </Stack>
  );
}
