import { Download, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AuditProgress } from '~/audit/audit-input';
import type { AuditReport, AuditState } from '~/audit/report';
import { Button, ButtonLink } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { Cluster, Stack } from '~/ui/page';
import { startAudit } from '../audit-client';
import { keepState, keptState } from '../kept-audit';
import { optionsOf, type KeptFile } from '../kept-files';
import { AuditRunning } from './audit-running';
import { AuditResult } from './audit-result';
import { ChooseKept } from './choose-kept';

type State =
  | { readonly kind: 'idle'; readonly kept: AuditState | null }
  | { readonly kind: 'running'; readonly progress: AuditProgress | null }
  | { readonly kind: 'paused'; readonly progress: AuditProgress | null }
  | { readonly kind: 'done'; readonly report: AuditReport }
  | { readonly kind: 'failed'; readonly message: string };

/** Audits this site in this browser: begins, pauses, goes on, tells what came of it and keeps it as a file. */
export function BrowserAudit({ today }: { today: string }) {
  const [state, setState] = useState<State>({ kind: 'idle', kept: null });
  const [files, setFiles] = useState<readonly KeptFile[]>([]);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => {
    setState({ kind: 'idle', kept: keptState() });
    return () => stop.current();
  }, []);

  const begin = (resume: AuditState | null) => {
    stop.current();
    setState({ kind: 'running', progress: null });
    stop.current = startAudit({
      address: window.location.origin,
      options: optionsOf(files),
      resume,
      onProgress: (progress) => {
        keepState(progress.state ?? resume);
        setState({ kind: 'running', progress });
      },
      onDone: (report) => {
        keepState(report.state);
        setState({ kind: 'done', report });
      },
      onFailed: (message) => setState({ kind: 'failed', message }),
    });
  };
  const pause = () => {
    stop.current();
    setState({ kind: 'paused', progress: state.kind === 'running' ? state.progress : null });
  };

  switch (state.kind) {
    case 'idle':
      return (
        <Stack>
          <Cluster>
            <Button type="button" icon={<Play aria-hidden="true" />} onClick={() => begin(state.kept)}>
              {state.kept ? 'Audit what is new, and all counts' : 'Begin the audit'}
            </Button>
            {state.kept && (
              <Button type="button" tone="quiet" onClick={() => begin(null)}>
                Verify every proof anew
              </Button>
            )}
          </Cluster>
          <p className="small soft">
            {state.kept
              ? 'This browser verified proofs here before. They are not verified again; everything else is.'
              : 'It reads everything that is public here and counts it again on this device. Nobody is told what comes of it.'}
          </p>
          <ChooseKept files={files} onFiles={setFiles} />
        </Stack>
      );
    case 'running':
    case 'paused':
      return (
        <Stack>
          <AuditRunning progress={state.progress} isPaused={state.kind === 'paused'} />
          <Cluster>
            {state.kind === 'running' ? (
              <Button type="button" tone="secondary" icon={<Pause aria-hidden="true" />} onClick={pause}>
                Pause
              </Button>
            ) : (
              <Button type="button" icon={<Play aria-hidden="true" />} onClick={() => begin(keptState())}>
                Go on
              </Button>
            )}
          </Cluster>
        </Stack>
      );
    case 'failed':
      return (
        <Stack>
          <Notice tone="warn" live title="The audit could not go on">
            <p>
              This says nothing about the site yet: part of it could not be read, or this browser stopped the work. What
              was verified is kept.
            </p>
            <p className="small soft">{state.message}</p>
          </Notice>
          <Cluster>
            <Button type="button" onClick={() => begin(keptState())}>
              Try again
            </Button>
          </Cluster>
        </Stack>
      );
    case 'done':
      return (
        <Stack gap="loose">
          <AuditResult report={state.report} today={today} />
          <Cluster>
            <SaveReport report={state.report} />
            <Button type="button" tone="quiet" onClick={() => begin(null)}>
              Audit everything anew
            </Button>
          </Cluster>
        </Stack>
      );
  }
}

/** All of the result, as programs read it. */
function SaveReport({ report }: { report: AuditReport }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const text = `${JSON.stringify(report, null, 2)}\n`;
    const made = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [report]);
  if (address === null) return null;
  const name = `audit-${report.checkpoint?.day ?? 'nothing'}.json`;
  return (
    <ButtonLink to={address} download={name} tone="secondary" icon={<Download aria-hidden="true" />}>
      Save the result
    </ButtonLink>
  );
}
