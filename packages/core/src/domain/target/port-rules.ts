/** Ports above 1023 of services that answer whoever reaches them: databases, caches, brokers, cluster controls. */
const CLOSED = new Set([
  1433, 2049, 2375, 2376, 2379, 3306, 5432, 5672, 6379, 6443, 8500, 9000, 9092, 9200, 10_250, 11_211, 27_017,
]);

/** True for the ports a target may be called on: 80, 443, and from 1024 on what is not known for something else. */
export function isOpenPort(port: number): boolean {
  if (port === 80 || port === 443) return true;
  return port >= 1_024 && port <= 65_535 && !CLOSED.has(port);
}

/** The port that a URL means, whether it says so or not. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
