// Knows a refusal as the door makes it; used only by tests.

/** Whether an answer is a problem document (RFC 9457) of a status. */
export async function isProblem(answer: Response, status: number): Promise<boolean> {
  const type = answer.headers.get('content-type');
  const body: unknown = JSON.parse(await answer.text());
  return (
    answer.status === status &&
    type === 'application/problem+json' &&
    Object(body).status === status &&
    typeof Object(body).detail === 'string'
  );
}
