/** A question in its asker's words: plain text, where nothing is markup. */
export function QuestionWords({ children }: { children: string }) {
  return <blockquote className="question__words">{children}</blockquote>;
}
