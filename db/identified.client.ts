export * from './identified-client';
