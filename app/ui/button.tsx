import { forwardRef, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { classNames } from './class-names';
import { Link } from './link';

/** `grave` is for what cannot be taken back; red is kept for what is overdue. */
export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'grave';

interface Look {
  tone?: ButtonTone | undefined;
  /** As wide as its box: the one thing to do in a card, or on a phone. */
  wide?: boolean | undefined;
  small?: boolean | undefined;
  icon?: ReactNode;
}

function look({ tone = 'primary', wide, small }: Look, className?: string): string {
  return classNames('button', `button--${tone}`, wide && 'button--wide', small && 'button--small', className);
}

export type ButtonProps = Look & ButtonHTMLAttributes<HTMLButtonElement>;

/** A button; `type` is `submit` unless told otherwise, as in a form. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { tone, wide, small, icon, className, type = 'submit', children, ...rest },
  ref,
) {
  return (
    <button ref={ref} type={type} className={look({ tone, wide, small }, className)} {...rest}>
      {icon}
      {children}
    </button>
  );
});

export type ButtonLinkProps = Look & {
  to: string;
  /** Leave the router alone: a file, or a page of another wing that must start afresh. */
  plain?: boolean | undefined;
  download?: boolean | string | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** Goes somewhere but looks like a button. */
export function ButtonLink({ to, plain, tone, wide, small, icon, className, children, download }: ButtonLinkProps) {
  const shared = { className: look({ tone, wide, small }, className) };
  if (plain || download !== undefined) {
    return (
      <a href={to} download={download} {...shared}>
        {icon}
        {children}
      </a>
    );
  }
  return (
    <Link to={to} {...shared}>
      {icon}
      {children}
    </Link>
  );
}
