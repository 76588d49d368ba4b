import { layout, route, type RouteConfig } from '@remix-run/route-config';

export default [
  // Every page that carries the name, the navigation and the quick exit.
  layout('routes/site.tsx', [route('*', 'routes/not-found.tsx')]),

  // Where "Leave quickly" goes: a page that says nothing about this place.
  route('leave', 'routes/leave.tsx'),
] satisfies RouteConfig;
