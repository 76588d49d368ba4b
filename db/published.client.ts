export * from './published-client';
