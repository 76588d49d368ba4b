import { SectionNav } from '~/ui/section-nav';

/** The pages about what leadership owes and said, beside each other. */
export function AnswersNav({ currentPath }: { currentPath: string }) {
  return (
    <SectionNav
      label="Answers"
      currentPath={currentPath}
      items={[
        { to: '/answers', label: 'Waiting' },
        { to: '/pledges', label: 'Pledges' },
        { to: '/answers/units', label: 'Record' },
        { to: '/announcements', label: 'Announcements' },
      ]}
    />
  );
}
