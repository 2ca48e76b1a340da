import { addressbook, type AddressbookOptions } from "../images/addressbook";
import type { ImageBehaviour } from "../images/behaviour";
import type { People } from "../images/people";

/** What the clients of the demo ask for. */
export const clientsPath = "/all?limit=10";

/** How long requests take, one after the other, in milliseconds: most are quick, and a few are not. */
const latencies = [4, 6, 3, 8, 5, 4, 12, 3, 7, 5, 20, 4, 6, 3, 9, 5, 45, 4, 6, 15];

/**
 * The service, so that its charts look like those of one that people use. Requests fail that clients send: whether a
 * functional test is among them would be chance.
 */
export function demoImage({ errorRate = 0, ...options }: AddressbookOptions, people: People): ImageBehaviour {
  const healthy = addressbook(options, people);
  const variants = latencies.map((latencyMillis) => addressbook({ ...options, errorRate, latencyMillis }, people));
  return {
    ...healthy,
    answer: (request, pod) => {
      if (request.path !== clientsPath) return healthy.answer?.(request, pod) ?? nothing;
      const count = Number(pod.memory.get("requests") ?? 0);
      pod.memory.set("requests", count + 1);
      return variants[count % variants.length]?.answer?.(request, pod) ?? nothing;
    },
  };
}

const nothing = { status: 404 };
