/** The stock library's verifier, for measuring beside it. Importing this fails where the library is not installed. */
export { verifyProof } from '@semaphore-protocol/proof';
