// The code of a vendor that is under test: it applies for a service at a portal that speaks the driver contract.

const sent = async (url, method, body, headers) => {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer.json();
};

/** Logs in, opens a request and fills in its form. `headers` go with everything that is sent. */
export async function apply(portal, { regulation, flow, id, password }, headers = {}) {
  const login = { regulation, flow, as: 'applicant', id, password };
  const { session, token } = await sent(`${portal}/sessions`, 'POST', login, headers);
  if (token === null) throw new Error('nobody was let in');
  const own = { ...headers, authorization: `Bearer ${token}` };
  const { request } = await sent(`${portal}/requests`, 'POST', { session }, own);
  return sent(`${portal}/requests/${request}/form`, 'PUT', { values: { applicant: id } }, own);
}
