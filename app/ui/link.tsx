import { createContext, forwardRef, useContext, type AnchorHTMLAttributes, type ElementType } from 'react';

/** What every link in the design system is made of. The root gives the router's; alone it is a plain anchor. */
const LinkElement = createContext<ElementType | null>(null);

export const LinkElementProvider = LinkElement.Provider;

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  /** A path of this site. For other hosts and files write an anchor. */
  to: string;
}

export const Link = forwardRef<HTMLAnchorElement, LinkProps>(function Link({ to, children, ...rest }, ref) {
  const RouterLink = useContext(LinkElement);
  if (RouterLink) {
    return (
      <RouterLink ref={ref} to={to} {...rest}>
        {children}
      </RouterLink>
    );
  }
  return (
    <a ref={ref} href={to} {...rest}>
      {children}
    </a>
  );
});
