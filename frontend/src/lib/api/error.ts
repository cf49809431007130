/** Refusals that want another proof from the same session, not another session. */
const ASKS_AGAIN = new Set(['step_up_required', 'invalid_credentials', 'mfa_invalid']);

/** What a call to the API can end in, other than an answer. */
export class ApiError extends Error {
	override name = 'ApiError';

	constructor(
		/** HTTP status; 0 when nothing answered. */
		readonly status: number,
		/** The stable code of the problem, such as `budget_exhausted`. */
		readonly code: string,
		message: string,
		/** The offending field of the request. */
		readonly field?: string,
		readonly requestId?: string,
		/** Seconds the server asked to wait. */
		readonly retryAfter?: number,
		/** Everything that is wrong with what was sent, where there are several reasons. */
		readonly reasons: readonly string[] = []
	) {
		super(message);
	}

	/** The database sleeps when unused and answers 503 until it is up. */
	get waking(): boolean {
		return this.status === 503;
	}

	/** Whether the credential itself is no longer good, rather than what was sent with it. */
	get signedOut(): boolean {
		return this.status === 401 && !ASKS_AGAIN.has(this.code);
	}
}

/** Reads problem details (RFC 9457) from a failed response, whatever its body is. */
export async function problemOf(response: Response): Promise<ApiError> {
	const body = await response
		.clone()
		.json()
		.catch(() => ({}));
	const retry = Number(response.headers.get('retry-after') ?? Number.NaN);
	return new ApiError(
		response.status,
		text(body.code) ?? 'unexpected',
		text(body.detail) ?? text(body.title) ?? `The server answered ${response.status}.`,
		text(body.field),
		text(body.request_id) ?? response.headers.get('x-request-id') ?? undefined,
		Number.isFinite(retry) ? retry : undefined,
		Array.isArray(body.reasons) ? body.reasons.map(String) : []
	);
}

/** The error of a request that got no answer at all. */
export function unreachable(): ApiError {
	return new ApiError(0, 'unreachable', 'Tollgate does not answer. Check your connection.');
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
