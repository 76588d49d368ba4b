export * from './anonymous-client';
