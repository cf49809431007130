import type { Me } from './api/auth';

/** Who is signed in, as the API says; the credential itself is a cookie that scripts cannot read. */
class Session {
	me = $state.raw<Me>();
}

export const session = new Session();
