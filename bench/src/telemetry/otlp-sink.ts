/** A collector that takes what it is sent and keeps nothing: only what sending costs the service is measured. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let receivedBytes = 0;

const server = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length;
  });
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ receivedBytes }));
