import { endpoints, type EndpointName } from './endpoints';
import { readParameters } from './api-parameters';
import { readDue, readPledge, readPledges, readProgramme, readProgrammes, readResponse, readResponses, readStatistics } from './read-answers.server'; // prettier-ignore
import { readHistory, readPetition, readPetitions, readUnits } from './read-petitions.server';
import type { Reading } from './reading';

type Read = (reading: Reading, id: string, given: URLSearchParams) => Promise<object | null>;

const readers: Readonly<Record<EndpointName, Read>> = {
  petitions: (reading, _, given) => readPetitions(reading, readParameters(endpoints.petitions.parameters, given)),
  petition: readPetition,
  petitionHistory: readHistory,
  petitionUnits: readUnits,
  responses: (reading, _, given) => readResponses(reading, readParameters(endpoints.responses.parameters, given)),
  response: readResponse,
  pledges: (reading, _, given) => readPledges(reading, readParameters(endpoints.pledges.parameters, given)),
  pledge: readPledge,
  due: readDue,
  programmes: readProgrammes,
  programme: readProgramme,
  statistics: readStatistics,
};

/**
 * What an address of the public interface answers, held to its description; null where there is nothing of that name.
 * @param id what stands in its path, or nothing; attacker-controlled, as the parameters
 * @throws ParameterError for parameters that it has not
 */
export async function answerOf(
  endpoint: EndpointName,
  reading: Reading,
  { id, given }: { readonly id: string; readonly given: URLSearchParams },
): Promise<unknown> {
  const { parameters, answer } = endpoints[endpoint];
  readParameters(parameters, given);
  const found = await readers[endpoint](reading, id, given);
  // What leaves the house is held to its form once more, whoever changes a read model.
  return found === null ? null : answer.parse(found);
}
