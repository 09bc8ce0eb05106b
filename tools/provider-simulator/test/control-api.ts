/** Sets the control document of a running simulator; throws what it says where it refuses. */
export async function control(url: string, settings: object): Promise<void> {
  const answer = await fetch(`${url}/control`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
