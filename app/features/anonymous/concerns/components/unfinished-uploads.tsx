import { useCallback, useEffect, useState } from 'react';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { openOutbox, type OutboxMessage } from '../outbox';
import { resumeUpload, type Resumed } from '../resume-upload';

type Phase = { readonly kind: 'waiting' } | { readonly kind: 'sending'; readonly share: number } | Resumed;

/** Uploads that were interrupted on this device, each with a way to go on. Nothing where there is none. */
export function UnfinishedUploads({ today }: { today: string }) {
  const [messages, setMessages] = useState<readonly OutboxMessage[]>([]);
  useEffect(() => {
    let gone = false;
    void waitingIn(today).then((waiting) => {
      if (!gone) setMessages(waiting);
    });
    return () => {
      gone = true;
    };
  }, [today]);
  return (
    <>
      {messages.map((message) => (
        <UnfinishedUpload key={message.id} message={message} />
      ))}
    </>
  );
}

/** One interrupted upload. */
export function UnfinishedUpload({
  message,
  onSent,
}: {
  message: OutboxMessage;
  onSent?: (message: OutboxMessage) => void;
}) {
  const [phase, setPhase] = useState<Phase>({ kind: 'waiting' });
  const goOn = useCallback(async () => {
    setPhase({ kind: 'sending', share: 0 });
    try {
      const outbox = await openOutbox();
      try {
        const resumed = await resumeUpload(outbox, message, (sent, all) => {
          setPhase({ kind: 'sending', share: sent / all });
        });
        setPhase(resumed);
        if (resumed.kind === 'sent') onSent?.(message);
      } finally {
        outbox.close();
      }
    } catch {
      setPhase({ kind: 'interrupted' });
    }
  }, [message, onSent]);

  switch (phase.kind) {
    case 'sending':
      return <ProgressBar label="Sending what is missing" value={phase.share} />;
    case 'sent':
      return (
        <Notice tone="success" live title="All of it has arrived">
          <p>Nothing of it is left on this device. Your twelve words open the conversation.</p>
        </Notice>
      );
    case 'too-late':
      return (
        <Notice tone="warn" live title="It was too late">
          <p>An upload that is not finished within a day is deleted, there and here. Please start again.</p>
        </Notice>
      );
    case 'waiting':
    case 'interrupted':
      return (
        <Notice tone="warn" live={phase.kind === 'interrupted'} title={interruptedTitle(phase.kind, message)}>
          <p>
            What is missing waits on this device, encrypted. Go on within a day, on this device; you need neither your
            words nor your key for it.
          </p>
          <Button type="button" small onClick={() => void goOn()}>
            Go on
          </Button>
          <RemoveUpload message={message} />
        </Notice>
      );
  }
}

function interruptedTitle(phase: 'waiting' | 'interrupted', { kind }: OutboxMessage): string {
  if (phase === 'interrupted') return 'It was interrupted again';
  return kind === 'raise' ? 'A concern has not been sent whole' : 'A message has not been sent whole';
}

function RemoveUpload({ message }: { message: OutboxMessage }) {
  const [gone, setGone] = useState(false);
  if (gone) return <p>It was removed from this device.</p>;
  return (
    <Button
      type="button"
      small
      tone="quiet"
      onClick={() => {
        void removeFromOutbox(message.id).then(() => {
          setGone(true);
        });
      }}
    >
      Remove it from this device
    </Button>
  );
}

async function waitingIn(today: string): Promise<readonly OutboxMessage[]> {
  try {
    const outbox = await openOutbox();
    try {
      return await outbox.waiting(today);
    } finally {
      outbox.close();
    }
  } catch {
    // No storage here: then nothing waits in it.
    return [];
  }
}

async function removeFromOutbox(id: string): Promise<void> {
  const outbox = await openOutbox();
  try {
    await outbox.remove(id);
  } finally {
    outbox.close();
  }
}
