// Written by `npm run types` from functions/status/openapi.json.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that access tokens are signed with */
        get: operations["jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_access_reviews"];
        put?: never;
        /** Start */
        post: operations["create_access_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-reviews/{review_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get, with some of its items */
        get: operations["get_access_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-reviews/{review_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End */
        post: operations["close_access_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-reviews/{review_id}/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide one item; what is revoked is taken away at once */
        post: operations["decide_access_review_item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-reviews/{review_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole review, as JSON or CSV */
        get: operations["report_access_review"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_access_rules"];
        put?: never;
        /** Create */
        post: operations["create_access_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_access_rule"];
        put?: never;
        post?: never;
        /** Delete */
        delete: operations["delete_access_rule"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_access_rule"];
        trace?: never;
    };
    "/api/v1/admin/bootstrap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up the first organization and its owner, once */
        post: operations["bootstrap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/network-security": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Network rules */
        get: operations["get_network_security"];
        put?: never;
        /** Set network rules */
        post: operations["set_network_security"];
        delete?: never;
        options?: never;
        head?: never;
        /** Change network rules */
        patch: operations["update_network_security"];
        trace?: never;
    };
    "/api/v1/admin/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a token that removes an administrator's second factors, with the setup token */
        post: operations["make_recovery_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/security-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the rules for signing in */
        get: operations["get_security_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the rules for signing in */
        patch: operations["change_security_settings"];
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_api_keys"];
        put?: never;
        /** Create */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_api_key"];
        put?: never;
        post?: never;
        /** Revoke */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_api_key"];
        trace?: never;
    };
    "/api/v1/api-keys/{key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the secret */
        post: operations["rotate_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_approvals"];
        put?: never;
        /** Ask */
        post: operations["create_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_approval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve */
        post: operations["approve_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw what one asked for */
        post: operations["cancel_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject */
        post: operations["reject_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what was approved */
        post: operations["revoke_approval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join by invitation; sign in next */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out everywhere */
        post: operations["logout_all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own second factors */
        get: operations["get_mfa"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/backup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make ten new backup codes; earlier ones no longer count */
        post: operations["renew_backup_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a sign-in waits for, with fresh options for a passkey */
        post: operations["get_mfa_challenge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the authenticator app */
        post: operations["disable_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an authenticator app by its first code */
        post: operations["enable_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove one's second factors with a recovery token; sign in next */
        post: operations["recover_by_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin with an authenticator app */
        post: operations["set_up_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show a second factor to sign in */
        post: operations["verify_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/verify-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an authenticator app by its first code */
        post: operations["verify_mfa_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to the one connection of this provider */
        get: operations["start_provider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oauth/{provider}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from this provider */
        get: operations["callback_of_provider"];
        put?: never;
        /** Exchange a code that came back for a session */
        post: operations["exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own passkeys */
        get: operations["list_passkeys"];
        put?: never;
        /** Add a passkey that a browser made */
        post: operations["add_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/authenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a passkey alone */
        post: operations["sign_in_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/authentication-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What to ask a browser for, to sign in with a passkey alone */
        post: operations["passkey_sign_in_options"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/reauthentication-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What to ask a browser for, to prove again who one is */
        post: operations["passkey_reauthentication_options"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/registration-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What to ask a browser for, to make a passkey */
        post: operations["passkey_registration_options"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a passkey */
        delete: operations["remove_passkey"];
        options?: never;
        head?: never;
        /** Name a passkey */
        patch: operations["rename_passkey"];
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own password; all other sessions end */
        put: operations["put_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password by a link */
        post: operations["confirm_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset/initiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link to choose a new password */
        post: operations["request_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password; all other sessions end */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link to choose a new password */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/request-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link to choose a new password */
        post: operations["request_reset_for_clients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password by a link */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reauthenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove again who one is, for a change that asks for it */
        post: operations["reauthenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get new tokens for a refresh token, which is good once */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join by oneself, where the organization allows it */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's own sessions, or with sessions.view somebody's */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /** End all of one's own sessions, or with sessions.revoke somebody's */
        delete: operations["end_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one session, one's own or with sessions.revoke somebody's */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sso/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Come back from the identity provider */
        get: operations["callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sso/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ways for an address */
        post: operations["discover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sso/{connection_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go to the identity provider */
        get: operations["start"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for another link to confirm an address */
        post: operations["resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a link would confirm; it stays good */
        get: operations["look"];
        put?: never;
        /** Confirm an address */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Budgets as they stand in their current period */
        get: operations["budgets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every charge of a span of time, as CSV or JSON */
        get: operations["export_costs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/costs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spend in a span of time, by group */
        get: operations["cost_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: operations["get_docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elevations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_elevations"];
        put?: never;
        /** Ask */
        post: operations["create_elevation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elevations/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_elevation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elevations/{request_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the role */
        post: operations["approve_elevation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elevations/{request_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse */
        post: operations["reject_elevation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/elevations/{request_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the role back, or withdraw the request */
        post: operations["revoke_elevation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_invitations"];
        put?: never;
        /** Invite */
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back */
        delete: operations["revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send again, with a new link */
        post: operations["resend_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove the authenticator app */
        post: operations["disable_mfa_too"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mfa/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin with an authenticator app, or with a code confirm it */
        post: operations["begin_or_enable_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an authenticator app by its first code */
        post: operations["verify_new_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["get_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_organizations"];
        put?: never;
        /** Found */
        post: operations["create_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_organization"];
        /** Change */
        put: operations["put_organization"];
        post?: never;
        /** End for good */
        delete: operations["delete_organization"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_organization"];
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/freeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop every model call */
        post: operations["freeze_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's */
        get: operations["list_members"];
        put?: never;
        /** Add to an organization */
        post: operations["add_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the role */
        put: operations["set_member"];
        post?: never;
        /** Remove from the organization */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an organization's */
        get: operations["list_organization_teams"];
        put?: never;
        /** Create in an organization */
        post: operations["create_organization_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organizations/{organization_id}/unfreeze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let model calls through again */
        post: operations["unfreeze_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_policies"];
        put?: never;
        /** Create */
        post: operations["create_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply files */
        post: operations["apply_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several changes: all of them, or none */
        post: operations["bulk_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/bundles/{bundle_hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was in force under a record's policy_version */
        get: operations["get_bundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What everything in force would do about a call */
        post: operations["evaluate_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All policies as a file */
        get: operations["export_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What applying files would do */
        post: operations["plan_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search */
        get: operations["search_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_violations_of_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/violations/{violation_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolve */
        post: operations["resolve_violation_of_policies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_policy"];
        /** Replace */
        put: operations["replace_policy"];
        post?: never;
        /** Delete */
        delete: operations["delete_policy"];
        options?: never;
        head?: never;
        /** Change some fields */
        patch: operations["update_policy"];
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a version in force, now or later */
        post: operations["activate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a team, person, role or key into the scope */
        post: operations["assign_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it out of force */
        post: operations["deactivate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Evaluate a version without enforcing it */
        post: operations["start_dry_run"];
        /** End the dry run */
        delete: operations["stop_dry_run"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/effectiveness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a policy did */
        get: operations["policy_effectiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What one policy would do about a call */
        post: operations["evaluate_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a policy */
        get: operations["policy_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom a version would meet, by the last seven days */
        get: operations["policy_impact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a version would have done to past calls */
        post: operations["replay_past_calls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go back to a version that was in force */
        post: operations["rollback_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the policy's tests */
        post: operations["test_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions */
        get: operations["list_policy_versions"];
        put?: never;
        /** Save a version without putting it in force */
        post: operations["save_policy_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version and what it changed */
        get: operations["get_policy_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{policy_id}/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those of one policy */
        get: operations["list_policy_violations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_policy_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_policy_template"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy-templates/{template_id}/instantiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create its policies */
        post: operations["instantiate_policy_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organization's prices */
        get: operations["prices"];
        /** Replace them */
        put: operations["put_prices"];
        post?: never;
        /** Remove them */
        delete: operations["delete_prices"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recent requests, newest first */
        get: operations["list_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request: decision, holds, price arithmetic, usage and timing */
        get: operations["get_one_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requests/{request_id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why it was decided so, and what can be done */
        get: operations["explain_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_roles"];
        put?: never;
        /** Create */
        post: operations["create_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the permissions there are */
        get: operations["list_permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_role"];
        /** Replace */
        put: operations["replace_role"];
        post?: never;
        /** Delete */
        delete: operations["delete_role"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_role"];
        trace?: never;
    };
    "/api/v1/sso-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_connections"];
        put?: never;
        /** Connect */
        post: operations["create_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sso-connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_connection"];
        put?: never;
        post?: never;
        /** Remove */
        delete: operations["delete_connection"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_connection"];
        trace?: never;
    };
    "/api/v1/sso-connections/{connection_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider */
        post: operations["test_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_teams"];
        put?: never;
        /** Create */
        post: operations["create_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All as a tree */
        get: operations["get_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_team"];
        /** Change */
        put: operations["put_team"];
        post?: never;
        /** Delete */
        delete: operations["delete_team"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_team"];
        trace?: never;
    };
    "/api/v1/teams/{team_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a team's */
        get: operations["list_team_members"];
        put?: never;
        /** Add to a team */
        post: operations["add_team_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the roles in a team */
        put: operations["set_team_member"];
        post?: never;
        /** Take out of a team */
        delete: operations["remove_team_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One with those below */
        get: operations["get_team_tree"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Usage in a span of time, by group */
        get: operations["usage_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_users"];
        put?: never;
        /** Create, or invite without a password */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a table
         * @description With `Accept: text/csv` the report is a table, too.
         */
        post: operations["import_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get oneself */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own name */
        patch: operations["update_me"];
        trace?: never;
    };
    "/api/v1/users/me/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's own */
        get: operations["list_own_api_keys"];
        put?: never;
        /** Create one's own */
        post: operations["create_own_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke one's own */
        delete: operations["revoke_own_api_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is held on oneself */
        get: operations["export_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_user"];
        /** Change */
        put: operations["put_user"];
        post?: never;
        /** Delete */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /** Change */
        patch: operations["update_user"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["activate_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody did and what was done to them */
        get: operations["list_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/anonymize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget who somebody was */
        post: operations["anonymize_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend */
        post: operations["deactivate_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is held on somebody */
        get: operations["export_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Somebody's second factors, and what waits for a second administrator */
        get: operations["get_user_mfa"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/mfa/bypass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to let somebody in by password alone for some hours, or confirm it */
        post: operations["bypass_user_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/mfa/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for the removal of somebody's second factors, or confirm it */
        post: operations["reset_user_mfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/mfa/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a reset or a bypass that waits, and end a bypass */
        delete: operations["withdraw_user_mfa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/offboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End everything that somebody has */
        post: operations["offboard_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a person may do, and why */
        get: operations["user_permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restore */
        post: operations["reactivate_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a role */
        post: operations["assign_role"];
        /** Take a role away */
        delete: operations["remove_role"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend */
        post: operations["suspend_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List */
        get: operations["list_violations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get */
        get: operations["get_violation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge */
        post: operations["acknowledge_violation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reopen */
        post: operations["reopen_violation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations/{violation_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resolve */
        post: operations["resolve_violation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List groups */
        get: operations["list_groups"];
        put?: never;
        /** Bring a group */
        post: operations["create_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Groups/.search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search groups */
        post: operations["search_groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a group */
        get: operations["get_group"];
        /** Replace a group */
        put: operations["replace_group"];
        post?: never;
        /** Remove a group */
        delete: operations["remove_group"];
        options?: never;
        head?: never;
        /** Change a group */
        patch: operations["patch_group"];
        trace?: never;
    };
    "/scim/v2/ResourceTypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What there is */
        get: operations["list_resource_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/ResourceTypes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One type */
        get: operations["get_resource_type"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is kept */
        get: operations["list_schemas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Schemas/{schema_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schema */
        get: operations["get_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/ServiceProviderConfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is spoken */
        get: operations["service_provider_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List people */
        get: operations["list_people"];
        put?: never;
        /** Bring somebody */
        post: operations["create_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Users/.search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search people */
        post: operations["search_people"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scim/v2/Users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a person */
        get: operations["get_person"];
        /** Replace a person */
        put: operations["replace_person"];
        post?: never;
        /** Deactivate a person */
        delete: operations["remove_person"];
        options?: never;
        head?: never;
        /** Change a person */
        patch: operations["patch_person"];
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Chat completion, OpenAI dialect */
        post: operations["create_chat_completion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/embeddings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Embeddings, OpenAI dialect */
        post: operations["create_embedding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Message, Anthropic dialect */
        post: operations["create_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/count_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count tokens, Anthropic dialect */
        post: operations["count_message_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that this key may call */
        get: operations["list_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Acceptance
         * @description The token of the letter's link, and the password to sign in with from now on.
         */
        Acceptance: {
            /** Token */
            token: string;
            /** Password */
            password: string;
            /** Name */
            name?: string | null;
        };
        /**
         * AccessDecision
         * @description Keep it or take it away, and why.
         */
        AccessDecision: {
            decision: components["schemas"]["ReviewVerdict"];
            /**
             * Comment
             * @default
             */
            comment?: string;
        };
        /**
         * AccessKind
         * @description What somebody has: a role, a role in one team, a place in a team, or an API key.
         * @enum {string}
         */
        AccessKind: "role" | "team_role" | "membership" | "api_key";
        /**
         * AccessReviewDetail
         * @description A review with some of its items.
         */
        AccessReviewDetail: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            scope: components["schemas"]["AccessReviewScopeView"];
            /** Item Count */
            item_count: number;
            /** Due At */
            due_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "closed";
            /** Created By */
            created_by: string;
            /** Created At */
            created_at: string;
            /** Closed By */
            closed_by: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Version */
            version: number;
            /** Items */
            items: components["schemas"]["AccessReviewItemView"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * AccessReviewEnd
         * @description Whether a review may end with items that nobody decided.
         */
        AccessReviewEnd: {
            /**
             * Leave Undecided
             * @default false
             */
            leave_undecided?: boolean;
        };
        /**
         * AccessReviewItemView
         * @description One thing that somebody has; `person` is null for a service key.
         *
         *     `subject` is the role, the id of the team or of the key. `outcome` says what a decision did:
         *     `gone` is what somebody else had taken away before.
         */
        AccessReviewItemView: {
            /** Id */
            id: string;
            kind: components["schemas"]["AccessKind"];
            person: components["schemas"]["ReviewedPersonView"] | null;
            /** Subject */
            subject: string;
            /** Name */
            name: string;
            /** Team Id */
            team_id: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Permissions */
            permissions: string[];
            decision: components["schemas"]["ReviewVerdict"] | null;
            outcome: components["schemas"]["ReviewOutcome"] | null;
            /** Decided By */
            decided_by: string | null;
            /** Decided At */
            decided_at: string | null;
            /** Comment */
            comment: string;
        };
        /**
         * AccessReviewReport
         * @description A review with all of its items.
         */
        AccessReviewReport: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            scope: components["schemas"]["AccessReviewScopeView"];
            /** Item Count */
            item_count: number;
            /** Due At */
            due_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "closed";
            /** Created By */
            created_by: string;
            /** Created At */
            created_at: string;
            /** Closed By */
            closed_by: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Version */
            version: number;
            /** Items */
            items: components["schemas"]["AccessReviewItemView"][];
        };
        /**
         * AccessReviewScope
         * @description What to look at; what is not sent, or empty, does not narrow it.
         */
        AccessReviewScope: {
            /**
             * Kinds
             * @default []
             */
            kinds?: components["schemas"]["AccessKind"][];
            /**
             * Team Ids
             * @default []
             */
            team_ids?: string[];
            /**
             * Roles
             * @default []
             */
            roles?: string[];
        };
        /**
         * AccessReviewScopeView
         * @description What a review looks at; empty is everything.
         */
        AccessReviewScopeView: {
            /** Kinds */
            kinds: components["schemas"]["AccessKind"][];
            /** Team Ids */
            team_ids: string[];
            /** Roles */
            roles: string[];
        };
        /**
         * AccessReviewView
         * @description A review; its snapshot is of `created_at`.
         */
        AccessReviewView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            scope: components["schemas"]["AccessReviewScopeView"];
            /** Item Count */
            item_count: number;
            /** Due At */
            due_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "open" | "closed";
            /** Created By */
            created_by: string;
            /** Created At */
            created_at: string;
            /** Closed By */
            closed_by: string | null;
            /** Closed At */
            closed_at: string | null;
            /** Version */
            version: number;
        };
        /**
         * AccessRuleChanges
         * @description Only what is sent changes.
         */
        AccessRuleChanges: {
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Effect
             * @default forbid
             * @constant
             */
            effect?: "forbid";
            /**
             * Actions
             * @default [
             *       "*"
             *     ]
             */
            actions?: string[];
            /**
             * Condition
             * @default true
             */
            condition?: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
        };
        /**
         * AccessRuleView
         * @description An access rule. `reads_resource` says whether it depends on what is acted upon.
         */
        AccessRuleView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Effect
             * @constant
             */
            effect: "forbid";
            /** Actions */
            actions: string[];
            /** Condition */
            condition: string;
            /** Reads Resource */
            reads_resource: boolean;
            /** Enabled */
            enabled: boolean;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
        };
        /**
         * Acknowledging
         * @description Somebody has seen it, and what they make of it.
         */
        Acknowledging: {
            /** Reason */
            reason: string;
        };
        /**
         * Action
         * @description What is done about a call, from the mildest to the most severe.
         *
         *     `allow` shields the call from policies of the same type with a lower priority; `log` is written
         *     down and nothing else. `throttle` and `queue` wait a bounded time for room.
         * @enum {string}
         */
        Action: "allow" | "log" | "warn" | "clamp" | "redact" | "reroute" | "throttle" | "queue" | "require_approval" | "deny";
        /**
         * Activation
         * @description Which version (the latest, unless named), and from when on if not now.
         */
        Activation: {
            /** Version */
            version?: number | null;
            /** At */
            at?: string | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * ActivityView
         * @description Something that happened. `changed` names the fields that are different since.
         *
         *     `address` is where a sign-in came from.
         */
        ActivityView: {
            /** Id */
            id: string;
            /** Action */
            action: string;
            actor: components["schemas"]["PartyView"];
            target: components["schemas"]["PartyView"];
            /** At */
            at: string;
            /** Changed */
            changed: string[];
            /** Reason */
            reason: string | null;
            /** Address */
            address: string | null;
            /** Request Id */
            request_id: string;
        };
        /**
         * Address
         * @description Whose account it is about.
         */
        Address: {
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
        };
        /**
         * AdjustView
         * @description What the true cost differed by from what was charged at first; negative is money back.
         */
        AdjustView: {
            /** Cost Usd */
            cost_usd: string;
            /** Reason */
            reason: string;
        };
        /**
         * Advice
         * @description Why a key deserves a look.
         * @enum {string}
         */
        Advice: "expired" | "expires_soon" | "never_expires" | "rotate" | "unused" | "mixed_purpose";
        /**
         * AffectedView
         * @description How many there are, and the most affected of them.
         */
        AffectedView: {
            /** Count */
            count: number;
            /** Top */
            top: components["schemas"]["NamedShareView"][];
        };
        /**
         * Anonymizing
         * @description Why somebody is forgotten, for the record; it must not name them.
         */
        Anonymizing: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * ApiKeyChanges
         * @description Only what is sent changes. A key that an overspend froze is made active again here.
         */
        ApiKeyChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Permissions
             * @default []
             */
            permissions?: string[];
            /**
             * Models
             * @default []
             */
            models?: string[];
            /**
             * Addresses
             * @default []
             */
            addresses?: string[];
            /**
             * Tags
             * @default {}
             */
            tags?: {
                [key: string]: string;
            };
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "frozen" | "revoked";
            /** Expires In Days */
            expires_in_days?: number | null;
        };
        /**
         * ApiKeyView
         * @description A key, without its secret; `last4` are the last characters of its token.
         *
         *     `kind` is `personal` for a key of somebody. `purpose` is null for a key that serves both model
         *     calls and the control plane, from before they were kept apart. `advice` names what somebody
         *     should look at.
         */
        ApiKeyView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Key Prefix */
            key_prefix: string;
            /** Last4 */
            last4: string;
            /** Description */
            description: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "personal" | "service";
            purpose: components["schemas"]["Purpose"] | null;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Permissions */
            permissions: string[];
            /** Models */
            models: string[];
            /** Addresses */
            addresses: string[];
            /** Tags */
            tags: {
                [key: string]: string;
            };
            /** Expires At */
            expires_at: string | null;
            /** Rotated At */
            rotated_at: string | null;
            /** Previous Secret Until */
            previous_secret_until: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Advice */
            advice: components["schemas"]["Advice"][];
            /** Created By */
            created_by: string;
        };
        /**
         * AppliedView
         * @description The plan that was carried out, and the policies that it changed.
         */
        AppliedView: {
            plan: components["schemas"]["PlanView"];
            /** Policies */
            policies: components["schemas"]["PolicyView"][];
        };
        /**
         * ApprovalView
         * @description An approval as of now. `active` says whether what it gave still holds.
         */
        ApprovalView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            kind: components["schemas"]["Kind"];
            state: components["schemas"]["State"];
            /** Active */
            active: boolean;
            /** Reason */
            reason: string;
            requested_by: components["schemas"]["functions__policies__approval_schemas__ActorView"];
            /** User Id */
            user_id: string | null;
            /** Key Id */
            key_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Request Id */
            request_id: string | null;
            /** Policy Id */
            policy_id: string | null;
            /** Policy Name */
            policy_name: string | null;
            /** Policy Version */
            policy_version: number | null;
            /** Rules */
            rules: string[];
            /** Models */
            models: string[];
            /** Permissions */
            permissions: string[];
            budget_raise: components["schemas"]["RaiseView"] | null;
            /** Estimated Cost Usd */
            estimated_cost_usd: string | null;
            /** Approvers */
            approvers: string[];
            /** Required */
            required: number;
            /** Approvals */
            approvals: components["schemas"]["VoteView"][];
            grant: components["schemas"]["GrantForm"];
            /** Until */
            until: string | null;
            /** Grant Until */
            grant_until: string | null;
            /** Expires At */
            expires_at: string;
            decided_by: components["schemas"]["functions__policies__approval_schemas__ActorView"] | null;
            /** Decided At */
            decided_at: string | null;
            /** Comment */
            comment: string | null;
            /** Created At */
            created_at: string;
            /** Updated At */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Approving
         * @description A yes; `grant` and `until` replace what was asked for.
         */
        Approving: {
            /**
             * Comment
             * @default
             */
            comment?: string;
            grant?: components["schemas"]["GrantForm"] | null;
            /** Until */
            until?: string | null;
        };
        /**
         * Assignment
         * @description Exactly one of these.
         */
        Assignment: {
            /** Team Id */
            team_id?: string | null;
            /** User Id */
            user_id?: string | null;
            /** Role */
            role?: string | null;
            /** Key Id */
            key_id?: string | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * BackupCodes
         * @description Shown this once; each is good once.
         */
        BackupCodes: {
            /** Backup Codes */
            backup_codes: string[] | null;
        };
        /**
         * Bootstrap
         * @description The first administrator, and the organization if it should have a name of its own.
         */
        Bootstrap: {
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
            /** Password */
            password: string;
            /**
             * Name
             * @default Administrator
             */
            name?: string;
            /**
             * Organization Name
             * @default My organization
             */
            organization_name?: string;
            /** Organization Slug */
            organization_slug?: string | null;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone?: string;
        };
        /**
         * Bootstrapped
         * @description What the set-up made; sign in next.
         */
        Bootstrapped: {
            organization: components["schemas"]["OrganizationName"];
            user: components["schemas"]["PersonView"];
        };
        /**
         * BudgetBody
         * @description At most this many dollars per period.
         */
        BudgetBody: {
            /**
             * Amount Usd
             * @example 25.00
             */
            amount_usd: string | number;
            /** @default monthly */
            period?: components["schemas"]["Period"];
        };
        /**
         * BudgetView
         * @description One budget in its current period: `available_usd + held_usd + spent_usd = limit_usd`.
         */
        BudgetView: {
            /** Scope Id */
            scope_id: string;
            /** Scope Type */
            scope_type: string;
            /** Scope Name */
            scope_name: string;
            /** Period */
            period: string;
            /** Period Key */
            period_key: string;
            /** Limit Usd */
            limit_usd: string;
            /** Available Usd */
            available_usd: string;
            /** Held Usd */
            held_usd: string;
            /** Spent Usd */
            spent_usd: string;
            /** Utilization Percent */
            utilization_percent: number;
        };
        /**
         * BulkBody
         * @description Up to 15 operations that all happen or none; `policies` are documents to create.
         */
        BulkBody: {
            /**
             * Operations
             * @default []
             */
            operations?: components["schemas"]["OperationBody"][];
            /**
             * Policies
             * @default []
             */
            policies?: {
                [key: string]: unknown;
            }[];
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * BundleView
         * @description What was in force together: `hash` is the `policy_version` of the records of its time.
         */
        BundleView: {
            /** Hash */
            hash: string;
            /** Entries */
            entries: components["schemas"]["EntryView"][];
        };
        /**
         * Bypass
         * @description Why, and for how long, somebody's password alone is enough.
         */
        Bypass: {
            /** Reason */
            reason: string;
            /** Hours */
            hours: number;
        };
        /**
         * CallOutcome
         * @description How a call ended: answered, never sent to a provider, or sent without a known good answer.
         * @enum {string}
         */
        CallOutcome: "served" | "refused" | "failed";
        /**
         * CallbackBody
         * @description What the identity provider put into the address that it sent the browser back to.
         */
        CallbackBody: {
            /** Code */
            code: string;
            /** State */
            state: string;
            /** Iss */
            iss?: string | null;
            /**
             * Delivery
             * @description `cookie` leaves the tokens out of the answer: a page has no use for them.
             * @default token
             * @enum {string}
             */
            delivery?: "token" | "cookie";
        };
        /**
         * Ceiling
         * @description What a model without a known price is charged, per million tokens.
         */
        Ceiling: {
            /**
             * Input Usd Per Million
             * @example 25.00
             */
            input_usd_per_million: string | number;
            /**
             * Output Usd Per Million
             * @example 25.00
             */
            output_usd_per_million: string | number;
        };
        /**
         * CeilingPrice
         * @description What a model without a known price is charged at most, per million tokens.
         */
        CeilingPrice: {
            /**
             * Input Usd Per Million
             * @example 25.00
             */
            input_usd_per_million: string | number;
            /**
             * Output Usd Per Million
             * @example 25.00
             */
            output_usd_per_million: string | number;
        };
        /**
         * CeilingPriceView
         * @description Dollars per million tokens, as decimal strings.
         */
        CeilingPriceView: {
            /** Input Usd Per Million */
            input_usd_per_million: string;
            /** Output Usd Per Million */
            output_usd_per_million: string;
        };
        /**
         * CeilingView
         * @description Dollars per million tokens.
         */
        CeilingView: {
            /** Input Usd Per Million */
            input_usd_per_million: string;
            /** Output Usd Per Million */
            output_usd_per_million: string;
        };
        /**
         * ChallengeView
         * @description The first factor was right, and a second one is asked for within `expires_in` seconds.
         *
         *     Send it with `mfa_token` to `/api/v1/auth/mfa/verify`. `session_id` is the same value.
         */
        ChallengeView: {
            /**
             * Requires Mfa
             * @default true
             * @constant
             */
            requires_mfa?: true;
            /** Mfa Token */
            mfa_token: string;
            /** Session Id */
            session_id: string;
            /** Methods */
            methods: string[];
            /** Expires In */
            expires_in: number;
            /** Passkey Options */
            passkey_options?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * Change
         * @description What becomes of a policy.
         * @enum {string}
         */
        Change: "create" | "update" | "unchanged" | "delete" | "conflict";
        /**
         * ChangedPolicyBody
         * @description A policy document to replace the present one, or the fields of it that change.
         *
         *     With `draft` the version is saved, and what is in force stays.
         */
        ChangedPolicyBody: {
            /** @description Unique in the organization */
            name?: string;
            /** @description What it is for */
            description?: string;
            /**
             * @description What it is about
             * @enum {string}
             */
            type?: "rate_limit" | "cost_limit" | "content_filter" | "security" | "compliance" | "usage";
            /**
             * @description `strict` acts, `warn` only warns the caller, `monitor` only writes it down
             * @enum {string}
             */
            enforcement_level?: "strict" | "warn" | "monitor";
            /** @description Where it matters, higher wins */
            priority?: number;
            /**
             * @description How bad a violation is
             * @enum {string}
             */
            severity?: "low" | "medium" | "high" | "critical";
            /** @description Whom it is for */
            scope?: string | {
                /**
                 * @description Whom it is for
                 * @enum {string}
                 */
                level?: "organization" | "team" | "role" | "user" | "key";
                /** @description Which of them */
                ids?: string[];
            };
            /**
             * @description `override` replaces overridable policies of its type at more general levels
             * @enum {string}
             */
            inheritance?: "additive" | "override";
            /** @description Whether a more specific policy may override it */
            overridable?: boolean;
            /** @description When it applies; all must hold */
            conditions?: {
                /** @description The caller is one of these people */
                users?: string[];
                /** @description The caller belongs to one of these teams, directly or through a team below it */
                teams?: string[];
                /** @description The caller has one of these roles */
                roles?: string[];
                /** @description The call comes with one of these API keys */
                keys?: string[];
                /** @description The model has one of these names */
                models?: string[];
                /** @description The provider is one of these */
                providers?: string[];
                /** @description The call is one of `chat.completions`, `embeddings`, `messages`, `messages.count_tokens` */
                operations?: string[];
                /** @description The answer is streamed, or is not */
                stream?: boolean;
                /** @description Every named tag of the call has one of these values */
                tags?: {
                    [key: string]: string[];
                };
                /** @description The call offers the model one of these tools */
                tools?: string[];
                /** @description The time of day */
                time?: {
                    /** @description On these days; hours past midnight belong to the day on which they began */
                    days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    /**
                     * @description From this time on
                     * @example 09:00
                     */
                    from?: string;
                    /**
                     * @description Until before it
                     * @example 09:00
                     */
                    until?: string;
                    /**
                     * @description In this zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
                /** @description The day; `until` is not included */
                dates?: {
                    /**
                     * @description From this day on
                     * @example 2026-01-31
                     */
                    from?: string;
                    /**
                     * @description Until before this day
                     * @example 2026-01-31
                     */
                    until?: string;
                };
                /** @description What the call may cost at most */
                estimated_cost_usd?: {
                    /**
                     * @description At least
                     * @example 25.00
                     */
                    min?: string | number;
                    /**
                     * @description At most
                     * @example 25.00
                     */
                    max?: string | number;
                };
                /** @description How many tokens the call brings */
                input_tokens?: {
                    /** @description At least */
                    min?: number;
                    /** @description At most */
                    max?: number;
                };
                /** @description How many tokens the answer may have */
                max_output_tokens?: {
                    /** @description At least */
                    min?: number;
                    /** @description At most */
                    max?: number;
                };
                /** @description The caller is in one of these countries */
                locations?: string[];
                /** @description The caller's address lies in one of these networks */
                addresses?: string[];
                /** @description Any of this is found in the prompt */
                content?: {
                    /** @description Words or phrases to look for, whatever their case */
                    keywords?: string[];
                    /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                    patterns?: (string | {
                        /** @description What findings call it */
                        name?: string;
                        /** @description The regular expression (RE2 syntax) */
                        pattern?: string;
                    })[];
                    /** @description Detectors by name, see [detectors](detectors.md) */
                    detectors?: string[];
                    /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                    categories?: string[];
                    /** @description Findings that are less certain do not count */
                    min_confidence?: number;
                };
                /** @description Comparisons, as a rule builder writes them */
                match?: {
                    /** @description What is compared */
                    field?: string;
                    /** @description How it is compared */
                    operator?: string;
                    /** @description With what; a list for `in` and `not_in` */
                    value?: string;
                }[];
                /** @description The body of a Cedar `when`, over `principal`, `resource` and `context` */
                cedar?: string;
            };
            /** @description What it demands, see its type */
            rules?: {
                /** @description At most so many requests per minute */
                requests_per_minute?: number;
                /** @description At most so many requests per hour */
                requests_per_hour?: number;
                /** @description At most so many requests per day */
                requests_per_day?: number;
                /** @description At most so many requests per month */
                requests_per_month?: number;
                /** @description At most so many tokens per minute */
                tokens_per_minute?: number;
                /** @description At most so many tokens per hour */
                tokens_per_hour?: number;
                /** @description At most so many tokens per day */
                tokens_per_day?: number;
                /** @description At most so many tokens per month */
                tokens_per_month?: number;
                /** @description At most so many tokens per call, input and output together */
                tokens_per_request?: number;
                /** @description At most so many calls at one time */
                concurrent_requests?: number;
                /**
                 * @description Who has a counter of its own: everyone in the scope together, or each user, key, team or model
                 * @enum {string}
                 */
                per?: "scope" | "user" | "key" | "team" | "model";
                /**
                 * @description The daily limit
                 * @example 25.00
                 */
                daily_limit_usd?: string | number;
                /**
                 * @description The weekly limit
                 * @example 25.00
                 */
                weekly_limit_usd?: string | number;
                /**
                 * @description The monthly limit
                 * @example 25.00
                 */
                monthly_limit_usd?: string | number;
                /**
                 * @description The yearly limit
                 * @example 25.00
                 */
                yearly_limit_usd?: string | number;
                /**
                 * @description At most so many dollars in all
                 * @example 25.00
                 */
                total_limit_usd?: string | number;
                /**
                 * @description At most so many dollars for each user
                 * @example 25.00
                 */
                per_user_limit_usd?: string | number;
                /**
                 * @description The period of `per_user_limit_usd`
                 * @enum {string}
                 */
                per_user_period?: "daily" | "weekly" | "monthly" | "yearly" | "total";
                /**
                 * @description At most so many dollars per call; the output is limited to what that buys
                 * @example 25.00
                 */
                max_cost_per_request_usd?: string | number;
                /** @description Notify when so many percent of a limit are used */
                alert_at_percentage?: number[];
                /**
                 * @description Always US dollars; dropped
                 * @enum {string}
                 */
                currency?: "USD";
                /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                patterns?: (string | {
                    /** @description What findings call it */
                    name?: string;
                    /** @description The regular expression (RE2 syntax) */
                    pattern?: string;
                })[];
                /** @description Words or phrases to look for, whatever their case */
                keywords?: string[];
                /** @description Detectors by name, see [detectors](detectors.md) */
                detectors?: string[];
                /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                categories?: string[];
                /** @description Findings that are less certain do not count */
                min_confidence?: number;
                /** @description Whether prompts are searched */
                scan_input?: boolean;
                /** @description Whose texts of a prompt are searched; developers, tools and schemas are `system` */
                scan_roles?: ("system" | "user" | "assistant" | "tool")[];
                /** @description Whether answers are searched, streams included */
                scan_output?: boolean;
                /**
                 * @description What is a telephone number: one that its country's plan has, or also digits near a word such as call
                 * @enum {string}
                 */
                phone_match?: "valid" | "context";
                /** @description Countries whose numbers are known without a country code */
                phone_regions?: string[];
                /** @description How a redaction looks, with `on_violation: redact` */
                redaction?: {
                    /**
                     * @description `label` writes what was there (`[EMAIL]`), `mask` stars, `remove` nothing
                     * @enum {string}
                     */
                    style?: "label" | "mask" | "remove";
                };
                /** @description Detectors outside, see [guardrails](guardrails.md) */
                remote?: {
                    /** @enum {string} */
                    kind?: "bedrock" | "comprehend" | "webhook";
                }[];
                /** @description True is `on_violation: redact`; dropped */
                redaction_enabled?: boolean;
                /** @description Detectors or categories of attacks and leaks, such as `injection`, `secrets`, `unicode`, `exfiltration` */
                detect?: string[];
                /** @description Where links in answers may go, for `exfiltration`; `*.example.com` is all below */
                allowed_hosts?: string[];
                /** @description A token planted in the system prompt, which no answer may hold, for `canary` */
                canary?: string;
                /** @description Calls must come from these networks */
                allowed_addresses?: string[];
                /** @description Older API keys are refused until they are rotated */
                api_key_max_age_days?: number;
                /** @description Every call must carry these tags */
                required_tags?: string[];
                /** @description Sign-in needs a second factor */
                require_mfa?: boolean;
                /** @description Sessions end after so much idle time */
                session_timeout_minutes?: number;
                /** @description Passwords have at least so many characters */
                password_min_length?: number;
                /** @description Passwords have a special character */
                password_require_special?: boolean;
                /** @description These calls need somebody's approval */
                require_approval_for?: ("high_cost_requests" | "sensitive_models")[];
                /**
                 * @description From where a call is a high-cost request: above so many dollars
                 * @example 25.00
                 */
                high_cost_usd?: string | number;
                /** @description Which models are sensitive */
                sensitive_models?: string[];
                /** @description The provider processes the call in one of these regions */
                allowed_regions?: string[];
                /** @description Every call is recorded in the audit log */
                require_audit?: boolean;
                /** @description Every call is recorded */
                log_all_requests?: boolean;
                /** @description How long records are to be kept */
                retention_period_days?: number;
                /**
                 * @description In which format evidence is wanted
                 * @enum {string}
                 */
                export_format?: "json" | "csv" | "parquet" | "pdf";
                /** @description Only these models */
                allowed_models?: string[];
                /** @description Not these models */
                denied_models?: string[];
                /** @description Only these providers */
                allowed_providers?: string[];
                /** @description Not these providers */
                denied_providers?: string[];
                /** @description At most so many input tokens */
                max_input_tokens?: number;
                /** @description At most so many output tokens; by default the call is clamped, not refused */
                max_output_tokens?: number;
                /** @description At most so many tokens per call, input and output together */
                max_tokens_per_request?: number;
                /** @description The call may offer the model only these tools */
                allowed_tools?: string[];
                /** @description The call must not offer these tools */
                denied_tools?: string[];
                /** @description Calls are allowed in these hours only */
                allowed_hours?: {
                    /** @description On these days; hours past midnight belong to the day on which they began */
                    days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    /**
                     * @description From this time on
                     * @example 09:00
                     */
                    from?: string;
                    /**
                     * @description Until before it
                     * @example 09:00
                     */
                    until?: string;
                    /**
                     * @description In this zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
                /** @description Calls go to the model of the first route whose conditions hold */
                routes?: {
                    /** @description Which calls take it */
                    conditions?: {
                        /** @description The caller is one of these people */
                        users?: string[];
                        /** @description The caller belongs to one of these teams, directly or through a team below it */
                        teams?: string[];
                        /** @description The caller has one of these roles */
                        roles?: string[];
                        /** @description The call comes with one of these API keys */
                        keys?: string[];
                        /** @description The model has one of these names */
                        models?: string[];
                        /** @description The provider is one of these */
                        providers?: string[];
                        /** @description The call is one of `chat.completions`, `embeddings`, `messages`, `messages.count_tokens` */
                        operations?: string[];
                        /** @description The answer is streamed, or is not */
                        stream?: boolean;
                        /** @description Every named tag of the call has one of these values */
                        tags?: {
                            [key: string]: string[];
                        };
                        /** @description The call offers the model one of these tools */
                        tools?: string[];
                        /** @description The time of day */
                        time?: {
                            /** @description On these days; hours past midnight belong to the day on which they began */
                            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            /**
                             * @description From this time on
                             * @example 09:00
                             */
                            from?: string;
                            /**
                             * @description Until before it
                             * @example 09:00
                             */
                            until?: string;
                            /**
                             * @description In this zone
                             * @example Europe/Berlin
                             */
                            time_zone?: string;
                        };
                        /** @description The day; `until` is not included */
                        dates?: {
                            /**
                             * @description From this day on
                             * @example 2026-01-31
                             */
                            from?: string;
                            /**
                             * @description Until before this day
                             * @example 2026-01-31
                             */
                            until?: string;
                        };
                        /** @description What the call may cost at most */
                        estimated_cost_usd?: {
                            /**
                             * @description At least
                             * @example 25.00
                             */
                            min?: string | number;
                            /**
                             * @description At most
                             * @example 25.00
                             */
                            max?: string | number;
                        };
                        /** @description How many tokens the call brings */
                        input_tokens?: {
                            /** @description At least */
                            min?: number;
                            /** @description At most */
                            max?: number;
                        };
                        /** @description How many tokens the answer may have */
                        max_output_tokens?: {
                            /** @description At least */
                            min?: number;
                            /** @description At most */
                            max?: number;
                        };
                        /** @description The caller is in one of these countries */
                        locations?: string[];
                        /** @description The caller's address lies in one of these networks */
                        addresses?: string[];
                        /** @description Any of this is found in the prompt */
                        content?: {
                            /** @description Words or phrases to look for, whatever their case */
                            keywords?: string[];
                            /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                            patterns?: (string | {
                                /** @description What findings call it */
                                name?: string;
                                /** @description The regular expression (RE2 syntax) */
                                pattern?: string;
                            })[];
                            /** @description Detectors by name, see [detectors](detectors.md) */
                            detectors?: string[];
                            /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                            categories?: string[];
                            /** @description Findings that are less certain do not count */
                            min_confidence?: number;
                        };
                        /** @description Comparisons, as a rule builder writes them */
                        match?: {
                            /** @description What is compared */
                            field?: string;
                            /** @description How it is compared */
                            operator?: string;
                            /** @description With what; a list for `in` and `not_in` */
                            value?: string;
                        }[];
                    };
                    /** @description The model to use instead */
                    model?: string;
                }[];
            };
            /** @description What is done about a broken rule */
            actions?: {
                /**
                 * @description What is done when a rule is broken
                 * @enum {string}
                 */
                on_violation?: "allow" | "log" | "warn" | "clamp" | "redact" | "reroute" | "throttle" | "queue" | "require_approval" | "deny";
                /** @description The model to use instead, with `reroute` */
                reroute_to?: string;
                /** @description How long a throttled call waits */
                delay_seconds?: number;
                /** @description How long a call may wait for room */
                max_wait_seconds?: number;
                /** @description Roles that may approve */
                approvers?: string[];
                /** @description How long an approval may be waited for */
                approval_timeout_hours?: number;
                /**
                 * @description An approval holds for one call, or for a time
                 * @enum {string}
                 */
                grant?: "once" | "window";
                /** @description Who hears of it */
                notify?: string[];
                /** @description What the caller is told */
                message?: string;
                /** @description What is done at so many percent of a cost limit; also written `at_90_percent` */
                thresholds?: {
                    [key: string]: "notify_users" | "notify_admins" | "log" | "warn" | "require_approval" | "deny";
                };
                /** @description Kept; violations are stored in any case */
                log_violation?: boolean;
            };
            /** @description Whom it spares; the first that matches decides */
            exceptions?: {
                /** @description Which calls it is for */
                conditions?: {
                    /** @description The caller is one of these people */
                    users?: string[];
                    /** @description The caller belongs to one of these teams, directly or through a team below it */
                    teams?: string[];
                    /** @description The caller has one of these roles */
                    roles?: string[];
                    /** @description The call comes with one of these API keys */
                    keys?: string[];
                    /** @description The model has one of these names */
                    models?: string[];
                    /** @description The provider is one of these */
                    providers?: string[];
                    /** @description The call is one of `chat.completions`, `embeddings`, `messages`, `messages.count_tokens` */
                    operations?: string[];
                    /** @description The answer is streamed, or is not */
                    stream?: boolean;
                    /** @description Every named tag of the call has one of these values */
                    tags?: {
                        [key: string]: string[];
                    };
                    /** @description The call offers the model one of these tools */
                    tools?: string[];
                    /** @description The time of day */
                    time?: {
                        /** @description On these days; hours past midnight belong to the day on which they began */
                        days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        /**
                         * @description From this time on
                         * @example 09:00
                         */
                        from?: string;
                        /**
                         * @description Until before it
                         * @example 09:00
                         */
                        until?: string;
                        /**
                         * @description In this zone
                         * @example Europe/Berlin
                         */
                        time_zone?: string;
                    };
                    /** @description The day; `until` is not included */
                    dates?: {
                        /**
                         * @description From this day on
                         * @example 2026-01-31
                         */
                        from?: string;
                        /**
                         * @description Until before this day
                         * @example 2026-01-31
                         */
                        until?: string;
                    };
                    /** @description What the call may cost at most */
                    estimated_cost_usd?: {
                        /**
                         * @description At least
                         * @example 25.00
                         */
                        min?: string | number;
                        /**
                         * @description At most
                         * @example 25.00
                         */
                        max?: string | number;
                    };
                    /** @description How many tokens the call brings */
                    input_tokens?: {
                        /** @description At least */
                        min?: number;
                        /** @description At most */
                        max?: number;
                    };
                    /** @description How many tokens the answer may have */
                    max_output_tokens?: {
                        /** @description At least */
                        min?: number;
                        /** @description At most */
                        max?: number;
                    };
                    /** @description The caller is in one of these countries */
                    locations?: string[];
                    /** @description The caller's address lies in one of these networks */
                    addresses?: string[];
                    /** @description Any of this is found in the prompt */
                    content?: {
                        /** @description Words or phrases to look for, whatever their case */
                        keywords?: string[];
                        /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                        patterns?: (string | {
                            /** @description What findings call it */
                            name?: string;
                            /** @description The regular expression (RE2 syntax) */
                            pattern?: string;
                        })[];
                        /** @description Detectors by name, see [detectors](detectors.md) */
                        detectors?: string[];
                        /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                        categories?: string[];
                        /** @description Findings that are less certain do not count */
                        min_confidence?: number;
                    };
                    /** @description Comparisons, as a rule builder writes them */
                    match?: {
                        /** @description What is compared */
                        field?: string;
                        /** @description How it is compared */
                        operator?: string;
                        /** @description With what; a list for `in` and `not_in` */
                        value?: string;
                    }[];
                    /** @description The body of a Cedar `when`, over `principal`, `resource` and `context` */
                    cedar?: string;
                };
                /**
                 * @description `exempt` lifts the policy, `multiply` its limits, `approve` gives the approval that it asks for
                 * @enum {string}
                 */
                effect?: "exempt" | "multiply" | "approve";
                /** @description By how much limits are multiplied */
                multiplier?: number;
            }[];
            /**
             * Format: date-time
             * @description In force from then on
             */
            effective_from?: string;
            /**
             * Format: date-time
             * @description In force until before then
             */
            effective_until?: string;
            /** @description Test cases, run before it is activated */
            tests?: {
                /** @description What it shows */
                name?: string;
                /** @description Who calls */
                subject?: {
                    /** @description Id of the person */
                    user?: string;
                    /** @description Id of the API key */
                    key?: string;
                    /** @description One entry per team: its id, or the ids from the team up to the root */
                    teams?: string[][];
                    /** @description Roles */
                    roles?: string[];
                    /** @description Tags of the key */
                    tags?: {
                        [key: string]: string;
                    };
                    /**
                     * @description The organization's zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                    /** @description Days since the key was made */
                    key_age_days?: number;
                };
                /** @description The call */
                request?: {
                    /** @description The model as called */
                    model?: string;
                    /** @description Every name that the model goes by */
                    model_names?: string[];
                    /** @description The provider */
                    provider?: string;
                    /**
                     * @description What is asked for
                     * @example gpt-4o*
                     */
                    operation?: string;
                    /** @description Whether the answer is streamed */
                    stream?: boolean;
                    /** @description Where the provider processes the call */
                    region?: string;
                    /** @description Tokens that the call brings */
                    input_tokens?: number;
                    /** @description Tokens that it asks for */
                    max_output_tokens?: number;
                    /**
                     * @description What it costs
                     * @example 25.00
                     */
                    estimated_cost_usd?: string | number;
                    /** @description Tags of the call */
                    tags?: {
                        [key: string]: string;
                    };
                    /** @description Tools that it offers */
                    tools?: string[];
                    /** @description Whether it brings images */
                    has_images?: boolean;
                    /** @description The caller's address */
                    address?: string;
                    /**
                     * @description The caller's country
                     * @example DE
                     */
                    country?: string;
                    /**
                     * Format: date-time
                     * @description When
                     */
                    at?: string;
                    /** @description What was used before it, for counted limits */
                    used?: {
                        /** @description requests in this minute so far */
                        requests_per_minute?: number;
                        /** @description requests in this hour so far */
                        requests_per_hour?: number;
                        /** @description requests in this day so far */
                        requests_per_day?: number;
                        /** @description requests in this month so far */
                        requests_per_month?: number;
                        /** @description tokens in this minute so far */
                        tokens_per_minute?: number;
                        /** @description tokens in this hour so far */
                        tokens_per_hour?: number;
                        /** @description tokens in this day so far */
                        tokens_per_day?: number;
                        /** @description tokens in this month so far */
                        tokens_per_month?: number;
                        /** @description Calls that are running */
                        concurrent_requests?: number;
                        /**
                         * @description Dollars held and spent, daily
                         * @example 25.00
                         */
                        daily_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, weekly
                         * @example 25.00
                         */
                        weekly_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, monthly
                         * @example 25.00
                         */
                        monthly_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, yearly
                         * @example 25.00
                         */
                        yearly_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, total
                         * @example 25.00
                         */
                        total_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent by the caller, for `per_user_limit_usd`
                         * @example 25.00
                         */
                        user_cost_usd?: string | number;
                    };
                };
                /** @description The prompt */
                content?: string;
                /** @description The answer */
                output?: string;
                /** @description `{action, rule}`: the most severe action that is taken, and the rule that asks for it */
                expect?: {
                    /**
                     * @description What must be done
                     * @enum {string}
                     */
                    action?: "allow" | "log" | "warn" | "clamp" | "redact" | "reroute" | "throttle" | "queue" | "require_approval" | "deny";
                    /** @description Which rule must say so */
                    rule?: string;
                };
            }[];
            /** Status */
            status?: ("active" | "draft" | "disabled" | "inactive") | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
            /**
             * Draft
             * @default false
             */
            draft?: boolean;
        } & {
            [key: string]: unknown;
        };
        /**
         * ChargeView
         * @description One line of a cost: this many tokens (or calls) of a unit at its price.
         */
        ChargeView: {
            /** Unit */
            unit: string;
            /** Tokens */
            tokens: number;
            /** Price Usd Per Million */
            price_usd_per_million: string;
        };
        /**
         * CheckView
         * @description One thing that was tried.
         */
        CheckView: {
            /** Name */
            name: string;
            /** Ok */
            ok: boolean;
            /** Detail */
            detail: string;
        };
        /**
         * Confirmation
         * @description A code of the authenticator app that is being set up.
         */
        Confirmation: {
            /**
             * Code
             * @example 492039
             */
            code: string;
        };
        /**
         * ConnectionChanges
         * @description Only what is sent changes; a list replaces the whole list.
         *
         *     `client_secret` is never shown again; null makes a public client.
         */
        ConnectionChanges: {
            /** Name */
            name?: string | null;
            provider?: components["schemas"]["Provider"] | null;
            /** Issuer */
            issuer?: string | null;
            /** Client Id */
            client_id?: string | null;
            /** Client Secret */
            client_secret?: string | null;
            /** Api Url */
            api_url?: string | null;
            /** Scopes */
            scopes?: string[] | null;
            /** Domains */
            domains?: string[] | null;
            jit?: components["schemas"]["JitBody"] | null;
            /** Group Claim */
            group_claim?: string | null;
            /** Group Mappings */
            group_mappings?: components["schemas"]["MappingBody"][] | null;
            /** Trust Mfa */
            trust_mfa?: boolean | null;
            /** Trust Email */
            trust_email?: boolean | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Enforced */
            enforced?: boolean | null;
            /** Scim Groups */
            scim_groups?: boolean | null;
        };
        /**
         * ConnectionTest
         * @description Whether a connection would work, as far as that shows without a person.
         */
        ConnectionTest: {
            /** Ok */
            ok: boolean;
            /** Detail */
            detail: string;
            /** Checks */
            checks: components["schemas"]["CheckView"][];
        };
        /**
         * ConnectionView
         * @description A connection; of its secret only whether there is one.
         *
         *     `redirect_uris` are to be registered with the provider, `start_url` begins a sign-in.
         */
        ConnectionView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            provider: components["schemas"]["Provider"];
            /** Issuer */
            issuer: string;
            /** Client Id */
            client_id: string;
            /** Has Client Secret */
            has_client_secret: boolean;
            /** Api Url */
            api_url: string | null;
            /** Scopes */
            scopes: string[];
            /** Domains */
            domains: string[];
            jit: components["schemas"]["JitView"];
            /** Group Claim */
            group_claim: string | null;
            /** Group Mappings */
            group_mappings: components["schemas"]["MappingView"][];
            /** Trust Mfa */
            trust_mfa: boolean;
            /** Trust Email */
            trust_email: boolean;
            /** Enabled */
            enabled: boolean;
            /** Enforced */
            enforced: boolean;
            /** Scim Groups */
            scim_groups: boolean;
            /** Redirect Uris */
            redirect_uris: string[];
            /** Start Url */
            start_url: string;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
        };
        /**
         * ControlView
         * @description A requirement of a law or standard, and how far the policies serve it.
         */
        ControlView: {
            /** Reference */
            reference: string;
            /** Title */
            title: string;
            /** How */
            how: string;
        };
        /**
         * CostSummaryView
         * @description What was spent in a span of time, in all and by group.
         */
        CostSummaryView: {
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Time Zone */
            time_zone: string;
            group_by: components["schemas"]["GroupBy"];
            /** Total Cost Usd */
            total_cost_usd: string;
            /** Requests */
            requests: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** By */
            by: components["schemas"]["GroupView"][];
        };
        /**
         * CreatedApiKey
         * @description A new key, or one with a new secret; `key` is its token and is shown only here.
         */
        CreatedApiKey: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Key Prefix */
            key_prefix: string;
            /** Last4 */
            last4: string;
            /** Description */
            description: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "personal" | "service";
            purpose: components["schemas"]["Purpose"] | null;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Permissions */
            permissions: string[];
            /** Models */
            models: string[];
            /** Addresses */
            addresses: string[];
            /** Tags */
            tags: {
                [key: string]: string;
            };
            /** Expires At */
            expires_at: string | null;
            /** Rotated At */
            rotated_at: string | null;
            /** Previous Secret Until */
            previous_secret_until: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Advice */
            advice: components["schemas"]["Advice"][];
            /** Created By */
            created_by: string;
            /** Key */
            key: string | null;
        };
        /**
         * Deactivation
         * @description Why.
         */
        Deactivation: {
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * DepartureView
         * @description What happened. Whoever left may know the secrets of `service_keys_to_rotate`.
         */
        DepartureView: {
            user: components["schemas"]["UserView"];
            /** Sessions Ended */
            sessions_ended: number;
            /** Keys Revoked */
            keys_revoked: components["schemas"]["KeyInShort"][];
            /** Service Keys To Rotate */
            service_keys_to_rotate: components["schemas"]["KeyInShort"][];
            /** Handed Over */
            handed_over: components["schemas"]["HandedOver"][];
            /**
             * Export
             * @description What was held on the person; null in a replayed answer.
             */
            export: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * Disabling
         * @description The password (of somebody who has one), and a second factor.
         */
        Disabling: {
            /** Code */
            code?: string | null;
            /** Backup Code */
            backup_code?: string | null;
            /** Passkey */
            passkey?: {
                [key: string]: unknown;
            } | null;
            /**
             * Password
             * @default
             */
            password?: string;
        };
        /**
         * Discover
         * @description Somebody who is about to sign in.
         */
        Discover: {
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
        };
        /**
         * DocumentView
         * @description A policy's document as readers see it, its defaults filled in.
         */
        DocumentView: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            type: components["schemas"]["PolicyType"];
            policy_type: components["schemas"]["PolicyType"];
            enforcement_level: components["schemas"]["Enforcement"];
            /** Priority */
            priority: number;
            /** Severity */
            severity: string;
            scope: components["schemas"]["functions__policies__schemas__ScopeView"];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
            /** Actions */
            actions: {
                [key: string]: unknown;
            };
            /** Exceptions */
            exceptions: unknown[];
            /** Inheritance */
            inheritance: string;
            /** Overridable */
            overridable: boolean;
            /** Effective From */
            effective_from?: string | null;
            /** Effective Until */
            effective_until?: string | null;
            /** Tests */
            tests: unknown[];
            /**
             * Not Enforced
             * @description Settings that are accepted and not acted upon.
             */
            not_enforced: string[];
        };
        /**
         * DriftView
         * @description A field that `owner` changed since, and what the files say instead.
         */
        DriftView: {
            /** Path */
            path: string;
            /** Owner */
            owner: string;
            /** Current */
            current?: unknown;
            /** Wanted */
            wanted?: unknown;
        };
        /**
         * DryRunBody
         * @description Which version (the latest, unless named), and until when.
         */
        DryRunBody: {
            /** Version */
            version?: number | null;
            /** Until */
            until?: string | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * DryRunView
         * @description A version that is evaluated and not enforced.
         */
        DryRunView: {
            /** Version */
            version: number;
            /** Until */
            until: string | null;
        };
        /**
         * EffectivePermissionsView
         * @description What a person may do now; `by_team` in a team and below, `conditional` while roles allow.
         */
        EffectivePermissionsView: {
            /** User Id */
            user_id: string;
            /** Permissions */
            permissions: string[];
            /** Conditional Permissions */
            conditional_permissions: string[];
            /** Denied Permissions */
            denied_permissions: string[];
            /** By Team */
            by_team: {
                [key: string]: string[];
            };
            /** Sources */
            sources: components["schemas"]["SourceView"][];
        };
        /**
         * EffectivenessView
         * @description What a policy did. Counts are requests; latencies are those of deciding, all policies
         *     together; `score` (0 to 100) is how much of what was reviewed was right.
         */
        EffectivenessView: {
            /** Policy Id */
            policy_id: string;
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Times Triggered */
            times_triggered: number;
            /** Shadow Triggered */
            shadow_triggered: number;
            /** Granted */
            granted: number;
            /** By Action */
            by_action: {
                [key: string]: number;
            };
            /** Users Affected */
            users_affected: number;
            /** Keys Affected */
            keys_affected: number;
            /** Trend */
            trend: components["schemas"]["TrendDay"][];
            /** Latency Avg Us */
            latency_avg_us: number | null;
            /** Latency P95 Us */
            latency_p95_us: number | null;
            /** Reviewed */
            reviewed: number;
            /** False Positives */
            false_positives: number;
            /** False Positive Rate */
            false_positive_rate: number | null;
            /** Score */
            score: number | null;
        };
        /**
         * ElevationRejection
         * @description Why not.
         */
        ElevationRejection: {
            /** Comment */
            comment: string;
        };
        /**
         * ElevationRemark
         * @description What one says to it.
         */
        ElevationRemark: {
            /**
             * Comment
             * @default
             */
            comment?: string;
        };
        /**
         * ElevationState
         * @description `pending` until decided; the clock makes that `expired`, and an active one `ended`.
         * @enum {string}
         */
        ElevationState: "pending" | "active" | "rejected" | "cancelled" | "revoked" | "expired" | "ended";
        /**
         * ElevationView
         * @description A request for a role, and what became of it.
         *
         *     A pending one may be decided until `expires_at`; an active one ends by itself at `until`.
         */
        ElevationView: {
            /** Id */
            id: string;
            /** User Id */
            user_id: string;
            /** Role */
            role: string;
            /** Minutes */
            minutes: number;
            /** Reason */
            reason: string;
            state: components["schemas"]["ElevationState"];
            /** Requested At */
            requested_at: string;
            /** Expires At */
            expires_at: string;
            /** Until */
            until: string | null;
            /** Decided By */
            decided_by: string | null;
            /** Decided At */
            decided_at: string | null;
            /** Comment */
            comment: string;
            /** Version */
            version: number;
        };
        /**
         * EmailConfirmation
         * @description The password of the registration; nothing for somebody who has an account.
         */
        EmailConfirmation: {
            /** Password */
            password?: string | null;
        };
        /**
         * Enabled
         * @description Backup codes are shown this once.
         */
        Enabled: {
            /**
             * Enabled
             * @default true
             * @constant
             */
            enabled?: true;
            /** Backup Codes */
            backup_codes: string[] | null;
        };
        /**
         * Ended
         * @description How many sessions were ended.
         */
        Ended: {
            /** Ended */
            ended: number;
        };
        /**
         * Enforcement
         * @description `strict` acts, `warn` only warns the caller, `monitor` only writes it down.
         * @enum {string}
         */
        Enforcement: "strict" | "warn" | "monitor";
        /**
         * EntryView
         * @description One version of one policy in a bundle; `from` null is since the bundle is in force.
         */
        EntryView: {
            /** Policy Id */
            policy_id: string;
            /** Number */
            number: number;
            /** Dry Run */
            dry_run: boolean;
            /** In Force From */
            in_force_from: string | null;
            /** In Force Until */
            in_force_until: string | null;
            document: components["schemas"]["DocumentView"];
        };
        /**
         * EvaluationBody
         * @description A call that nobody made.
         *
         *     Either `context`, flat (`model`, `user`, `cost`, `tokens`, `content`, `requests_per_minute`, …),
         *     or `subject` and `request` as in a policy's tests. `content` is the prompt, `output` the answer.
         */
        EvaluationBody: {
            /** Context */
            context?: {
                [key: string]: unknown;
            } | null;
            /** Subject */
            subject?: {
                [key: string]: unknown;
            } | null;
            /** Request */
            request?: {
                [key: string]: unknown;
            } | null;
            /** Content */
            content?: string | null;
            /** Output */
            output?: string | null;
            /**
             * Version
             * @description Of the one policy that is asked; the one shown, unless named.
             */
            version?: number | null;
        };
        /**
         * EvaluationView
         * @description What would be done. `passed` when nothing is done about the call but a word of warning.
         *
         *     `notices` say what was not looked at, `policy_version` is the hash of the bundle that was asked.
         */
        EvaluationView: {
            /** Passed */
            passed: boolean;
            /** Decision */
            decision: string;
            /** Violations */
            violations: components["schemas"]["functions__policies__rehearsal_schemas__ViolationView"][];
            /** Warnings */
            warnings: string[];
            /** Reasons */
            reasons: components["schemas"]["functions__policies__rehearsal_schemas__ReasonView"][];
            /** Notices */
            notices: string[];
            /**
             * Max Output Tokens
             * @description What the answer would be clamped to.
             */
            max_output_tokens: number | null;
            /** Reroute To */
            reroute_to: string | null;
            /** Policy Version */
            policy_version: string | null;
        };
        /**
         * ExampleView
         * @description One call that the draft would have acted upon; `before` is how it ended then.
         */
        ExampleView: {
            /** Request Id */
            request_id: string;
            /** Created At */
            created_at: string;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Model */
            model: string;
            /** Cost Usd */
            cost_usd: string;
            /** Before */
            before: string;
            /** Action */
            action: string;
            /** Reasons */
            reasons: components["schemas"]["functions__policies__replay_schemas__ReasonView"][];
        };
        /**
         * ExplainedPolicy
         * @description What one rule of one policy said about the request or (`on_output`) its answer.
         *
         *     `findings` count what was found by kind, never what it was; `asks_for` is the rule itself, for
         *     those who may see policies. `approvers` are the roles that can let such a call through.
         */
        ExplainedPolicy: {
            /** Policy Id */
            policy_id: string;
            /** Name */
            name: string;
            /** Version */
            version: number;
            /** Type */
            type: string;
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Enforcement */
            enforcement: string;
            /** Severity */
            severity: string;
            /** Shadow */
            shadow: boolean;
            /** On Output */
            on_output: boolean;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
            /** Grant Id */
            grant_id: string | null;
            /** Asks For */
            asks_for: unknown;
            /** Approvers */
            approvers: string[];
            status: components["schemas"]["PolicyStatus"] | null;
            /** Current Version */
            current_version: number | null;
            /** How To Change */
            how_to_change: string;
        };
        /**
         * ExplainedRefusal
         * @description What the caller was told, with every field of it that is kept.
         */
        ExplainedRefusal: {
            /** Status */
            status: number;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * ExplanationView
         * @description Why a request was decided as it was. `bundle_hash` names the policies that were in force.
         */
        ExplanationView: {
            /** Request Id */
            request_id: string;
            /** Created At */
            created_at: string;
            /** State */
            state: string;
            /** Decision */
            decision: string;
            /** Summary */
            summary: string;
            /** Advice */
            advice: string | null;
            /** Model */
            model: string;
            /** Requested Model */
            requested_model: string | null;
            /** Bundle Hash */
            bundle_hash: string;
            /** Policy Us */
            policy_us: number;
            /** Approval Id */
            approval_id: string | null;
            refusal: components["schemas"]["ExplainedRefusal"] | null;
            /** Findings */
            findings: {
                [key: string]: number;
            };
            /** Policies */
            policies: components["schemas"]["ExplainedPolicy"][];
        };
        /**
         * FieldChange
         * @description One field of a document before and after, by its path; null is absent.
         */
        FieldChange: {
            /** Path */
            path: string;
            /** Before */
            before?: unknown;
            /** After */
            after?: unknown;
        };
        /**
         * FieldProblem
         * @description One offending field: its dotted path, and what is wrong with it.
         */
        FieldProblem: {
            /** Name */
            name: string;
            /** Reason */
            reason: string;
        };
        /**
         * FilesBody
         * @description Policies from Git: YAML text, or their documents.
         *
         *     `manager` owns the fields that it applies: what somebody else changes since is drift, which only
         *     `force` overwrites, and a policy that its files no longer hold is deleted.
         */
        FilesBody: {
            /** Yaml */
            yaml?: string | null;
            /** Documents */
            documents?: {
                [key: string]: unknown;
            }[] | null;
            /** Parameters */
            parameters?: {
                [key: string]: unknown;
            } | null;
            /**
             * Manager
             * @default git
             */
            manager?: string;
            /**
             * Force
             * @default false
             */
            force?: boolean;
            /**
             * Draft
             * @description Save versions, and put nothing in force.
             * @default false
             */
            draft?: boolean;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * GrantForm
         * @description How long an approval holds: for one call, or for a time.
         * @enum {string}
         */
        GrantForm: "once" | "window";
        /**
         * GrantedElevation
         * @description A role that somebody has for a while.
         */
        GrantedElevation: {
            /** Id */
            id: string;
            /** Role */
            role: string;
            /** Until */
            until: string;
        };
        /**
         * GroupBy
         * @description What a summary is broken down by; days and hours are those of the summary's time zone.
         * @enum {string}
         */
        GroupBy: "day" | "hour" | "model" | "provider" | "team" | "user" | "key" | "operation";
        /**
         * GroupView
         * @description The sums of one day, hour, model, provider, team, user, key or operation.
         */
        GroupView: {
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Total Tokens */
            total_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /** Cache Write Tokens */
            cache_write_tokens: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /** Audio Tokens */
            audio_tokens: number;
            /** Cost Usd */
            cost_usd: string;
            /** Avg Latency Ms */
            avg_latency_ms: number | null;
            /** Avg First Byte Ms */
            avg_first_byte_ms: number | null;
            /** Group */
            group: string;
        };
        /**
         * HandedOver
         * @description A team that somebody else manages now, by these roles.
         */
        HandedOver: {
            /** Team Id */
            team_id: string;
            /** To User Id */
            to_user_id: string;
            /** Roles */
            roles: string[];
        };
        /**
         * Health
         * @description `bootstrapped` is false until the first organization exists; null while nobody knows.
         */
        Health: {
            /**
             * Status
             * @enum {string}
             */
            status: "healthy" | "unhealthy";
            /** Components */
            components: {
                [key: string]: "healthy" | "unhealthy";
            };
            /** Bootstrapped */
            bootstrapped: boolean | null;
            /** Version */
            version: string;
        };
        /**
         * HoldView
         * @description An account that the call was held on.
         */
        HoldView: {
            /** Scope Id */
            scope_id: string;
            /** Period */
            period: string;
            /** Period Key */
            period_key: string;
            /** Limit Usd */
            limit_usd: string;
        };
        /**
         * ImportReport
         * @description What became of each line, and how many there are of each kind.
         */
        ImportReport: {
            /** Dry Run */
            dry_run: boolean;
            /** Total */
            total: number;
            /** Created */
            created: number;
            /** Unchanged */
            unchanged: number;
            /** Failed */
            failed: number;
            /** Remaining */
            remaining: number;
            /** Rows */
            rows: components["schemas"]["ImportedRow"][];
        };
        /**
         * ImportedRow
         * @description A line of the table; `remaining` ones were not reached: send the same table again.
         */
        ImportedRow: {
            /** Line */
            line: number;
            /** Email */
            email: string;
            status: components["schemas"]["Outcome"];
            /** Message */
            message: string;
        };
        /**
         * InstantiationBody
         * @description The template's parameters; `name_prefix` keeps apart what is made of one template twice.
         */
        InstantiationBody: {
            /**
             * Parameters
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Name Prefix
             * @default
             */
            name_prefix?: string;
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "draft";
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * InvitationView
         * @description Somebody who has not joined yet; `expires_at` is that of the last letter's link.
         */
        InvitationView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Email */
            email: string;
            /** Roles */
            roles: string[];
            /** Team Ids */
            team_ids: string[];
            /** Invited By */
            invited_by: string | null;
            /** Invited At */
            invited_at: string | null;
            /** Expires At */
            expires_at: string | null;
        };
        /**
         * JitBody
         * @description Whether people join by signing in, with these roles and teams.
         */
        JitBody: {
            /**
             * Enabled
             * @default false
             */
            enabled?: boolean;
            /** Default Roles */
            default_roles?: string[];
            /** Default Team Ids */
            default_team_ids?: string[];
        };
        /**
         * JitView
         * @description Whether people join by signing in, with these roles and teams.
         */
        JitView: {
            /** Enabled */
            enabled: boolean;
            /** Default Roles */
            default_roles: string[];
            /** Default Team Ids */
            default_team_ids: string[];
        };
        /**
         * Jwk
         * @description A public key (RFC 8037).
         */
        Jwk: {
            /**
             * Kty
             * @constant
             */
            kty: "OKP";
            /**
             * Crv
             * @constant
             */
            crv: "Ed25519";
            /**
             * Use
             * @constant
             */
            use: "sig";
            /**
             * Alg
             * @constant
             */
            alg: "EdDSA";
            /** Kid */
            kid: string;
            /** X */
            x: string;
        };
        /**
         * Jwks
         * @description The keys that access tokens are, were and will next be signed with (RFC 7517).
         */
        Jwks: {
            /** Keys */
            keys: components["schemas"]["Jwk"][];
        };
        /**
         * KeyInShort
         * @description A key; `last4` are the last characters of its token.
         */
        KeyInShort: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Last4 */
            last4: string;
            /** Team Id */
            team_id: string | null;
        };
        /**
         * Kind
         * @description What is asked for.
         *
         *     The first three become a grant that calls rest on; a raise changes a budget itself.
         * @enum {string}
         */
        Kind: "policy_exception" | "model_access" | "key_scope" | "budget_raise";
        /**
         * LeavingBody
         * @description How somebody leaves; `transfer_to` is the id or address of who takes over their teams.
         *
         *     After `delete_after_days` their name and address are removed; without it they stay.
         */
        LeavingBody: {
            /**
             * Reason
             * @default
             */
            reason?: string;
            /** Transfer To */
            transfer_to?: string | null;
            /** Delete After Days */
            delete_after_days?: number | null;
            /**
             * Export
             * @default false
             */
            export?: boolean;
        };
        /**
         * LetterOnItsWay
         * @description The same for every address, whether it has an account or not.
         */
        LetterOnItsWay: {
            /**
             * Message
             * @default If there is such an account, a letter with a link is on its way.
             */
            message?: string;
        };
        /**
         * LockoutChanges
         * @description When failures lock an account, and for how long; only what is sent changes.
         */
        LockoutChanges: {
            /** Failures */
            failures?: number;
            /** Minutes */
            minutes?: number;
        };
        /**
         * LockoutRulesView
         * @description Every `failures` failed attempts in a row lock an account for `minutes`.
         */
        LockoutRulesView: {
            /** Failures */
            failures: number;
            /** Minutes */
            minutes: number;
        };
        /**
         * Login
         * @description `organization_id` picks one of several organizations that share the address.
         */
        Login: {
            /** Email */
            email: string;
            /** Password */
            password: string;
            /** Organization Id */
            organization_id?: string | null;
            /**
             * Delivery
             * @description `cookie` leaves the tokens out of the answer: a page has no use for them.
             * @default token
             * @enum {string}
             */
            delivery?: "token" | "cookie";
        };
        /**
         * LogoutAll
         * @description `except_current` lets the session that asks go on.
         */
        LogoutAll: {
            /**
             * Except Current
             * @default false
             */
            except_current?: boolean;
        };
        /**
         * Lost
         * @description The administrator who cannot sign in, and of which organization where there are several.
         */
        Lost: {
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
            /** Organization Id */
            organization_id?: string | null;
        };
        /**
         * MappingBody
         * @description What members of a group have; `group` is its name or its id, as the provider sends it.
         */
        MappingBody: {
            /** Group */
            group: string;
            /** Roles */
            roles?: string[];
            /** Team Ids */
            team_ids?: string[];
        };
        /**
         * MappingView
         * @description What members of a group have.
         */
        MappingView: {
            /** Group */
            group: string;
            /** Roles */
            roles: string[];
            /** Team Ids */
            team_ids: string[];
        };
        /**
         * MaybeConfirmation
         * @description With a code it confirms, without one it begins.
         */
        MaybeConfirmation: {
            /** Code */
            code?: string | null;
        };
        /**
         * Me
         * @description The caller: a person (`user`) or an API key, and what it may do.
         *
         *     A key of a person does what both may. `team_permissions` hold in the team of that id and below;
         *     `denied_permissions` win.
         */
        Me: {
            /** Organization Id */
            organization_id: string;
            /** Kind */
            kind: string;
            /** Id */
            id: string;
            /** Permissions */
            permissions: string[];
            /** Denied Permissions */
            denied_permissions: string[];
            /** Team Permissions */
            team_permissions: {
                [key: string]: string[];
            };
            user: components["schemas"]["PersonView"] | null;
        };
        /**
         * MemberRole
         * @description A role in an organization: `member` is a developer; others are names of roles.
         */
        MemberRole: {
            /** Role */
            role: string;
        };
        /**
         * MemberView
         * @description A person with the role that sums theirs up: `owner`, `admin`, `viewer` or `member`.
         */
        MemberView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Email */
            email: string;
            /** Email Verified */
            email_verified: boolean;
            /** Roles */
            roles: string[];
            /** Team Ids */
            team_ids: string[];
            /** Team Roles */
            team_roles: {
                [key: string]: string[];
            };
            /** Elevations */
            elevations: components["schemas"]["GrantedElevation"][];
            /** Attributes */
            attributes: {
                [key: string]: string;
            };
            /** Status Reason */
            status_reason: string;
            /** Mfa Methods */
            mfa_methods: string[];
            /** Mfa Enabled */
            mfa_enabled: boolean;
            /** Source */
            source: string;
            /** External Id */
            external_id: string | null;
            /** Invited At */
            invited_at: string | null;
            /** Anonymize At */
            anonymize_at: string | null;
            /** User Id */
            user_id: string;
            /** Role */
            role: string;
        };
        /**
         * MfaChanges
         * @description Who needs a second factor, and which ones count; only what is sent changes.
         */
        MfaChanges: {
            /** Required */
            required?: boolean;
            /** Roles */
            roles?: string[];
            /** Methods */
            methods?: ("totp" | "webauthn")[];
            /** Grace Days */
            grace_days?: number;
        };
        /**
         * MfaRulesView
         * @description Who needs a second factor, which ones count, and since when one is required.
         */
        MfaRulesView: {
            /** Required */
            required: boolean;
            /** Roles */
            roles: string[];
            /** Methods */
            methods: string[];
            /** Grace Days */
            grace_days: number;
            /** Required Since */
            required_since: string | null;
        };
        /**
         * MfaView
         * @description One's own second factors.
         *
         *     From `required_by` on a session without one can do nothing but enrol one. `accepted_methods` are
         *     those that the organization takes. Until `waived_until` the password alone is enough.
         */
        MfaView: {
            /** Enabled */
            enabled: boolean;
            /** Methods */
            methods: string[];
            /** Totp */
            totp: boolean;
            /** Passkeys */
            passkeys: number;
            /** Backup Codes Left */
            backup_codes_left: number;
            /** Required */
            required: boolean;
            /** Required By */
            required_by: string | null;
            /** Accepted Methods */
            accepted_methods: string[];
            /** Waived Until */
            waived_until: string | null;
            /** Advice */
            advice: string | null;
        };
        /**
         * NamedShareView
         * @description The part of one person, team, key or model.
         */
        NamedShareView: {
            /** Requests */
            requests: number;
            /** Cost Usd */
            cost_usd: string;
            /** Id */
            id: string;
        };
        /**
         * NetworkChanges
         * @description Only what is sent changes; a list that is sent replaces the one before.
         *
         *     `allow_vpn_access` lets private addresses through as well (RFC 1918, 4193, 6598, loopback).
         *     `cors_allowed_origins` are the web pages whose scripts may call `/api/v1` with a token.
         */
        NetworkChanges: {
            /**
             * Ip Whitelist Enabled
             * @default false
             */
            ip_whitelist_enabled?: boolean;
            /**
             * Allowed Ip Ranges
             * @default []
             */
            allowed_ip_ranges?: string[];
            /**
             * Allow Vpn Access
             * @default false
             */
            allow_vpn_access?: boolean;
            /**
             * Applies To
             * @default []
             */
            applies_to?: ("control_plane" | "model_calls")[];
            /**
             * Cors Allowed Origins
             * @default []
             */
            cors_allowed_origins?: string[];
        };
        /**
         * NetworkView
         * @description The rules in force; `your_address` is where this request came from.
         */
        NetworkView: {
            /** Ip Whitelist Enabled */
            ip_whitelist_enabled: boolean;
            /** Allowed Ip Ranges */
            allowed_ip_ranges: string[];
            /** Allow Vpn Access */
            allow_vpn_access: boolean;
            /** Applies To */
            applies_to: components["schemas"]["Plane"][];
            /** Cors Allowed Origins */
            cors_allowed_origins: string[];
            /** Your Address */
            your_address: string | null;
            /** Version */
            version: number;
        };
        /**
         * NewAccessReview
         * @description A review of who has what at this moment.
         */
        NewAccessReview: {
            /** Name */
            name: string;
            /** Due At */
            due_at?: string | null;
            scope?: components["schemas"]["AccessReviewScope"];
        };
        /**
         * NewAccessRule
         * @description `actions` are permissions, with `*`; `condition` is an expression in Cedar.
         */
        NewAccessRule: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Effect
             * @default forbid
             * @constant
             */
            effect?: "forbid";
            /** Actions */
            actions: string[];
            /** Condition */
            condition: string;
            /**
             * Enabled
             * @default true
             */
            enabled?: boolean;
        };
        /**
         * NewApiKey
         * @description A key of a person, or of nobody: a service key.
         */
        NewApiKey: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Team Id */
            team_id?: string | null;
            purpose?: components["schemas"]["Purpose"] | null;
            /**
             * Permissions
             * @default [
             *       "llm.use.*"
             *     ]
             */
            permissions?: string[];
            /**
             * Models
             * @default []
             */
            models?: string[];
            /**
             * Addresses
             * @default []
             */
            addresses?: string[];
            /**
             * Tags
             * @default {}
             */
            tags?: {
                [key: string]: string;
            };
            /** Expires In Days */
            expires_in_days?: number | null;
            /** Expires At */
            expires_at?: string | null;
            /** User Id */
            user_id?: string | null;
        };
        /**
         * NewApproval
         * @description What is asked for, and why.
         *
         *     `policy_exception` names a `policy_id`, `model_access` models, `key_scope` a key and
         *     permissions, `budget_raise` a target, a period and how many dollars more. It is for `key_id`,
         *     for `user_id`, or for whoever asks. `required` is how many people have to approve it.
         */
        NewApproval: {
            kind: components["schemas"]["Kind"];
            /** Reason */
            reason: string;
            /** User Id */
            user_id?: string | null;
            /** Key Id */
            key_id?: string | null;
            /** Policy Id */
            policy_id?: string | null;
            /** Rules */
            rules?: string[];
            /** Models */
            models?: string[];
            /** Permissions */
            permissions?: string[];
            target_type?: components["schemas"]["TargetType"] | null;
            /** Target Id */
            target_id?: string | null;
            /** @default monthly */
            period?: components["schemas"]["Period"];
            /** Amount Usd */
            amount_usd?: (string | number) | null;
            /** Request Id */
            request_id?: string | null;
            /**
             * Required
             * @default 1
             */
            required?: number;
            grant?: components["schemas"]["GrantForm"] | null;
            /** Until */
            until?: string | null;
        };
        /**
         * NewConnection
         * @description A connection. `google` and `github` have an issuer of their own, the others need one.
         */
        NewConnection: {
            /** Name */
            name: string;
            provider: components["schemas"]["Provider"];
            /** Issuer */
            issuer?: string | null;
            /** Client Id */
            client_id: string;
            /** Client Secret */
            client_secret?: string | null;
            /** Api Url */
            api_url?: string | null;
            /** Scopes */
            scopes?: string[] | null;
            /** Domains */
            domains?: string[] | null;
            jit?: components["schemas"]["JitBody"] | null;
            /** Group Claim */
            group_claim?: string | null;
            /** Group Mappings */
            group_mappings?: components["schemas"]["MappingBody"][] | null;
            /** Trust Mfa */
            trust_mfa?: boolean | null;
            /** Trust Email */
            trust_email?: boolean | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Enforced */
            enforced?: boolean | null;
            /** Scim Groups */
            scim_groups?: boolean | null;
        };
        /**
         * NewElevation
         * @description Which role one needs, for how long, and what for.
         */
        NewElevation: {
            /** Role */
            role: string;
            /** Minutes */
            minutes: number;
            /** Reason */
            reason: string;
        };
        /**
         * NewMember
         * @description Somebody who is in the organization, by `user_id`, or is invited by `email`.
         */
        NewMember: {
            /**
             * Role
             * @default member
             */
            role?: string;
            /** User Id */
            user_id?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * NewOrganization
         * @description Another tenant, with the account of its first administrator.
         */
        NewOrganization: {
            /** Name */
            name: string;
            /** Slug */
            slug?: string | null;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone?: string;
            /**
             * Admin Email
             * @example ada@example.com
             */
            admin_email: string;
            /** Admin Name */
            admin_name: string;
            /** Admin Password */
            admin_password: string;
        };
        /**
         * NewPasskey
         * @description A passkey that the browser made, and what to call it.
         */
        NewPasskey: {
            /**
             * Passkey
             * @description What `navigator.credentials` gave, as `toJSON()` writes it.
             */
            passkey: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default Passkey
             */
            name?: string;
        };
        /**
         * NewPassword
         * @description The token of the letter's link, and the password from now on.
         */
        NewPassword: {
            /** Token */
            token: string;
            /** New Password */
            new_password: string;
        };
        /**
         * NewRole
         * @description A role of the organization's own; its id is its name in lower case with underscores.
         */
        NewRole: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Permissions
             * @default []
             */
            permissions?: string[];
            /**
             * Denied Permissions
             * @default []
             */
            denied_permissions?: string[];
            /**
             * Inherits
             * @default []
             */
            inherits?: string[];
            /** Condition */
            condition?: string | null;
            /**
             * Elevatable
             * @default false
             */
            elevatable?: boolean;
            /** Name */
            name: string;
        };
        /**
         * NewTeam
         * @description A team; without a parent it stands at the top.
         */
        NewTeam: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Parent Team Id */
            parent_team_id?: string | null;
            /**
             * Cost Center
             * @default
             */
            cost_center?: string;
            /**
             * Metadata
             * @default {}
             */
            metadata?: {
                [key: string]: string;
            };
        };
        /**
         * NewTeamMember
         * @description Somebody who joins a team.
         */
        NewTeamMember: {
            /** Role */
            role?: string | null;
            /**
             * Roles
             * @default []
             */
            roles?: string[];
            /** User Id */
            user_id?: string | null;
            /** Email */
            email?: string | null;
        };
        /**
         * NewUser
         * @description A person. Without a password they are invited by mail and join by setting one.
         *
         *     `team_roles` are roles by the id of a team, which hold in that team and those below it;
         *     `attributes` are for the conditions of roles.
         */
        NewUser: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password?: string | null;
            /**
             * Roles
             * @default [
             *       "developer"
             *     ]
             */
            roles?: string[];
            /**
             * Team Ids
             * @default []
             */
            team_ids?: string[];
            /**
             * Team Roles
             * @default {}
             */
            team_roles?: {
                [key: string]: string[];
            };
            /**
             * Attributes
             * @default {}
             */
            attributes?: {
                [key: string]: string;
            };
        };
        /**
         * Operation
         * @description What is done to one policy.
         * @enum {string}
         */
        Operation: "create" | "update" | "activate" | "deactivate" | "delete";
        /**
         * OperationBody
         * @description What is to be done to one policy.
         *
         *     `policy` is a whole document to create, and the changed fields to update.
         */
        OperationBody: {
            action: components["schemas"]["Operation"];
            /** Id */
            id?: string | null;
            /**
             * Policy
             * @default {}
             */
            policy?: {
                [key: string]: unknown;
            };
            /** Status */
            status?: ("active" | "draft" | "disabled") | null;
            /** Version */
            version?: number | null;
            /** If Match */
            if_match?: number | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * OrganizationChanges
         * @description Only what is sent changes. `price_overrides` replaces all overrides.
         */
        OrganizationChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name?: string | null;
            /** Slug */
            slug?: string | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Settings */
            settings?: {
                [key: string]: unknown;
            } | null;
            ceiling_price?: components["schemas"]["CeilingPrice"] | null;
            /** Price Overrides */
            price_overrides?: {
                [key: string]: {
                    [key: string]: string | number;
                };
            } | null;
        };
        /**
         * OrganizationName
         * @description An organization in short.
         */
        OrganizationName: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * OrganizationView
         * @description An organization.
         */
        OrganizationView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Slug */
            slug: string;
            /** Time Zone */
            time_zone: string;
            /** Settings */
            settings: {
                [key: string]: unknown;
            };
            ceiling_price: components["schemas"]["CeilingPriceView"] | null;
            /** Price Overrides */
            price_overrides: {
                [key: string]: {
                    [key: string]: string;
                };
            };
        };
        /**
         * Outcome
         * @description What became of a line.
         * @enum {string}
         */
        Outcome: "created" | "unchanged" | "failed" | "remaining";
        /**
         * OwnApiKey
         * @description A key of one's own. `models` empty allows every model; `addresses` empty everywhere.
         *
         *     Without `expires_in_days` it does not expire. A key is either for model calls (`llm.…`) or for
         *     the control plane.
         */
        OwnApiKey: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Team Id */
            team_id?: string | null;
            purpose?: components["schemas"]["Purpose"] | null;
            /**
             * Permissions
             * @default [
             *       "llm.use.*"
             *     ]
             */
            permissions?: string[];
            /**
             * Models
             * @default []
             */
            models?: string[];
            /**
             * Addresses
             * @default []
             */
            addresses?: string[];
            /**
             * Tags
             * @default {}
             */
            tags?: {
                [key: string]: string;
            };
            /** Expires In Days */
            expires_in_days?: number | null;
            /** Expires At */
            expires_at?: string | null;
        };
        /**
         * OwnChanges
         * @description What a person changes of themselves.
         */
        OwnChanges: {
            /** Name */
            name: string;
        };
        /** Page[AccessReviewView] */
        Page_AccessReviewView_: {
            /** Items */
            items: components["schemas"]["AccessReviewView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[AccessRuleView] */
        Page_AccessRuleView_: {
            /** Items */
            items: components["schemas"]["AccessRuleView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ActivityView] */
        Page_ActivityView_: {
            /** Items */
            items: components["schemas"]["ActivityView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ApiKeyView] */
        Page_ApiKeyView_: {
            /** Items */
            items: components["schemas"]["ApiKeyView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ApprovalView] */
        Page_ApprovalView_: {
            /** Items */
            items: components["schemas"]["ApprovalView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[BudgetView] */
        Page_BudgetView_: {
            /** Items */
            items: components["schemas"]["BudgetView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ConnectionView] */
        Page_ConnectionView_: {
            /** Items */
            items: components["schemas"]["ConnectionView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ElevationView] */
        Page_ElevationView_: {
            /** Items */
            items: components["schemas"]["ElevationView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[InvitationView] */
        Page_InvitationView_: {
            /** Items */
            items: components["schemas"]["InvitationView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[MemberView] */
        Page_MemberView_: {
            /** Items */
            items: components["schemas"]["MemberView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[OrganizationView] */
        Page_OrganizationView_: {
            /** Items */
            items: components["schemas"]["OrganizationView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[PasskeyView] */
        Page_PasskeyView_: {
            /** Items */
            items: components["schemas"]["PasskeyView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[PermissionView] */
        Page_PermissionView_: {
            /** Items */
            items: components["schemas"]["PermissionView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[PolicyView] */
        Page_PolicyView_: {
            /** Items */
            items: components["schemas"]["PolicyView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[RequestRow] */
        Page_RequestRow_: {
            /** Items */
            items: components["schemas"]["RequestRow"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[RoleView] */
        Page_RoleView_: {
            /** Items */
            items: components["schemas"]["RoleView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[SessionView] */
        Page_SessionView_: {
            /** Items */
            items: components["schemas"]["SessionView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[StepView] */
        Page_StepView_: {
            /** Items */
            items: components["schemas"]["StepView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[TeamMemberView] */
        Page_TeamMemberView_: {
            /** Items */
            items: components["schemas"]["TeamMemberView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[TeamView] */
        Page_TeamView_: {
            /** Items */
            items: components["schemas"]["TeamView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[TemplateSummary] */
        Page_TemplateSummary_: {
            /** Items */
            items: components["schemas"]["TemplateSummary"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[UserView] */
        Page_UserView_: {
            /** Items */
            items: components["schemas"]["UserView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[VersionView] */
        Page_VersionView_: {
            /** Items */
            items: components["schemas"]["VersionView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /** Page[ViolationView] */
        Page_ViolationView_: {
            /** Items */
            items: components["schemas"]["functions__policies__violation_schemas__ViolationView"][];
            /** Next Cursor */
            next_cursor?: string | null;
        };
        /**
         * ParameterView
         * @description What may be set in a template.
         */
        ParameterView: {
            /** Name */
            name: string;
            /** Type */
            type: string;
            /** Description */
            description: string;
            /** Required */
            required: boolean;
            /** Default */
            default?: unknown;
            /** Example */
            example?: unknown;
        };
        /**
         * PartyView
         * @description Who acted or what was acted upon; `type` is such as `user`, `api_key` or `team`.
         */
        PartyView: {
            /** Type */
            type: string;
            /** Id */
            id: string;
        };
        /**
         * PasskeyName
         * @description What to call a passkey.
         */
        PasskeyName: {
            /** Name */
            name: string;
        };
        /**
         * PasskeyQuestion
         * @description `email` may be sent and makes no difference: the options are the same for everybody.
         */
        PasskeyQuestion: {
            /** Email */
            email?: string | null;
        };
        /**
         * PasskeySignIn
         * @description A passkey, answering the options that were asked for.
         */
        PasskeySignIn: {
            /**
             * Passkey
             * @description What `navigator.credentials` gave, as `toJSON()` writes it.
             */
            passkey: {
                [key: string]: unknown;
            };
            /**
             * Delivery
             * @description `cookie` leaves the tokens out of the answer: a page has no use for them.
             * @default token
             * @enum {string}
             */
            delivery?: "token" | "cookie";
        };
        /**
         * PasskeyView
         * @description A passkey. `synced`: its provider copies it to other devices of the person.
         */
        PasskeyView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Synced */
            synced: boolean;
            /** Transports */
            transports: string[];
            /** Aaguid */
            aaguid: string;
            /** Created At */
            created_at: string;
            /** Last Used At */
            last_used_at: string | null;
        };
        /**
         * PasswordChange
         * @description The password as it is and as it shall be.
         */
        PasswordChange: {
            /** Current Password */
            current_password: string;
            /** New Password */
            new_password: string;
        };
        /**
         * PasswordChanges
         * @description Rules for passwords; only what is sent changes.
         */
        PasswordChanges: {
            /** Min Length */
            min_length?: number;
            /** Min Classes */
            min_classes?: number;
            /** Classes */
            classes?: ("lower" | "upper" | "digit" | "special")[];
            /** Require Lowercase */
            require_lowercase?: boolean;
            /** Require Uppercase */
            require_uppercase?: boolean;
            /** Require Numbers */
            require_numbers?: boolean;
            /** Require Special */
            require_special?: boolean;
            /** Min Score */
            min_score?: number;
            /** Prohibited */
            prohibited?: string[];
            /** Prevent Reuse */
            prevent_reuse?: number;
            /** Max Age Days */
            max_age_days?: number;
            /** Warn Days */
            warn_days?: number;
            /** Check Breached */
            check_breached?: boolean;
        };
        /**
         * PasswordRulesView
         * @description Rules for passwords; `min_score` is zxcvbn's 0 to 4, zero days are no limit.
         */
        PasswordRulesView: {
            /** Min Length */
            min_length: number;
            /** Min Classes */
            min_classes: number;
            /** Classes */
            classes: ("lower" | "upper" | "digit" | "special")[];
            /** Min Score */
            min_score: number;
            /** Prohibited */
            prohibited: string[];
            /** Prevent Reuse */
            prevent_reuse: number;
            /** Max Age Days */
            max_age_days: number;
            /** Warn Days */
            warn_days: number;
            /** Check Breached */
            check_breached: boolean;
        };
        /**
         * PeopleTable
         * @description `email,name,role,team` as CSV text; in a form it is the file `file`.
         */
        PeopleTable: {
            /** Csv */
            csv: string;
        };
        /**
         * Period
         * @description How long a budget lasts before it starts anew, in the organization's time zone.
         * @enum {string}
         */
        Period: "daily" | "weekly" | "monthly" | "yearly" | "total";
        /**
         * PeriodBudgetView
         * @description A budget; dollars as a decimal string.
         */
        PeriodBudgetView: {
            /** Amount Usd */
            amount_usd: string;
            period: components["schemas"]["Period"];
        };
        /**
         * PermissionView
         * @description A permission and what it lets somebody do; `scopes` are those that may narrow it.
         */
        PermissionView: {
            /** Permission */
            permission: string;
            /** Description */
            description: string;
            /** Scopes */
            scopes: string[];
        };
        /**
         * PersonView
         * @description Who signed in.
         */
        PersonView: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Roles */
            roles: string[];
            /** Organization Id */
            organization_id: string;
            status: components["schemas"]["Status"];
            /** Mfa Enabled */
            mfa_enabled: boolean;
        };
        /**
         * PlanItemView
         * @description What becomes of one policy; `reason` says why it cannot be done.
         */
        PlanItemView: {
            change: components["schemas"]["Change"];
            /** Name */
            name: string;
            /** Policy Id */
            policy_id: string | null;
            /** Differences */
            differences: components["schemas"]["FieldChange"][];
            /** Drift */
            drift: components["schemas"]["DriftView"][];
            /** Owners */
            owners: {
                [key: string]: string;
            };
            /** Reason */
            reason: string;
        };
        /**
         * PlanView
         * @description What an apply would do.
         */
        PlanView: {
            /** Manager */
            manager: string;
            /** Can Apply */
            can_apply: boolean;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Items */
            items: components["schemas"]["PlanItemView"][];
        };
        /**
         * Plane
         * @description What an address reaches: the control plane with signing in, or model calls.
         * @enum {string}
         */
        Plane: "control_plane" | "model_calls";
        /**
         * PoliciesView
         * @description Policies after a change of several.
         */
        PoliciesView: {
            /** Items */
            items: components["schemas"]["PolicyView"][];
        };
        /**
         * PolicyBody
         * @description A policy document; `docs/policies-reference.md` says what each type takes.
         *
         *     The document is read strictly: a field that is not known is refused by name. `message` says why,
         *     for the history.
         */
        PolicyBody: {
            /** @description Unique in the organization */
            name?: string;
            /** @description What it is for */
            description?: string;
            /**
             * @description What it is about
             * @enum {string}
             */
            type?: "rate_limit" | "cost_limit" | "content_filter" | "security" | "compliance" | "usage";
            /**
             * @description `strict` acts, `warn` only warns the caller, `monitor` only writes it down
             * @enum {string}
             */
            enforcement_level?: "strict" | "warn" | "monitor";
            /** @description Where it matters, higher wins */
            priority?: number;
            /**
             * @description How bad a violation is
             * @enum {string}
             */
            severity?: "low" | "medium" | "high" | "critical";
            /** @description Whom it is for */
            scope?: string | {
                /**
                 * @description Whom it is for
                 * @enum {string}
                 */
                level?: "organization" | "team" | "role" | "user" | "key";
                /** @description Which of them */
                ids?: string[];
            };
            /**
             * @description `override` replaces overridable policies of its type at more general levels
             * @enum {string}
             */
            inheritance?: "additive" | "override";
            /** @description Whether a more specific policy may override it */
            overridable?: boolean;
            /** @description When it applies; all must hold */
            conditions?: {
                /** @description The caller is one of these people */
                users?: string[];
                /** @description The caller belongs to one of these teams, directly or through a team below it */
                teams?: string[];
                /** @description The caller has one of these roles */
                roles?: string[];
                /** @description The call comes with one of these API keys */
                keys?: string[];
                /** @description The model has one of these names */
                models?: string[];
                /** @description The provider is one of these */
                providers?: string[];
                /** @description The call is one of `chat.completions`, `embeddings`, `messages`, `messages.count_tokens` */
                operations?: string[];
                /** @description The answer is streamed, or is not */
                stream?: boolean;
                /** @description Every named tag of the call has one of these values */
                tags?: {
                    [key: string]: string[];
                };
                /** @description The call offers the model one of these tools */
                tools?: string[];
                /** @description The time of day */
                time?: {
                    /** @description On these days; hours past midnight belong to the day on which they began */
                    days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    /**
                     * @description From this time on
                     * @example 09:00
                     */
                    from?: string;
                    /**
                     * @description Until before it
                     * @example 09:00
                     */
                    until?: string;
                    /**
                     * @description In this zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
                /** @description The day; `until` is not included */
                dates?: {
                    /**
                     * @description From this day on
                     * @example 2026-01-31
                     */
                    from?: string;
                    /**
                     * @description Until before this day
                     * @example 2026-01-31
                     */
                    until?: string;
                };
                /** @description What the call may cost at most */
                estimated_cost_usd?: {
                    /**
                     * @description At least
                     * @example 25.00
                     */
                    min?: string | number;
                    /**
                     * @description At most
                     * @example 25.00
                     */
                    max?: string | number;
                };
                /** @description How many tokens the call brings */
                input_tokens?: {
                    /** @description At least */
                    min?: number;
                    /** @description At most */
                    max?: number;
                };
                /** @description How many tokens the answer may have */
                max_output_tokens?: {
                    /** @description At least */
                    min?: number;
                    /** @description At most */
                    max?: number;
                };
                /** @description The caller is in one of these countries */
                locations?: string[];
                /** @description The caller's address lies in one of these networks */
                addresses?: string[];
                /** @description Any of this is found in the prompt */
                content?: {
                    /** @description Words or phrases to look for, whatever their case */
                    keywords?: string[];
                    /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                    patterns?: (string | {
                        /** @description What findings call it */
                        name?: string;
                        /** @description The regular expression (RE2 syntax) */
                        pattern?: string;
                    })[];
                    /** @description Detectors by name, see [detectors](detectors.md) */
                    detectors?: string[];
                    /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                    categories?: string[];
                    /** @description Findings that are less certain do not count */
                    min_confidence?: number;
                };
                /** @description Comparisons, as a rule builder writes them */
                match?: {
                    /** @description What is compared */
                    field?: string;
                    /** @description How it is compared */
                    operator?: string;
                    /** @description With what; a list for `in` and `not_in` */
                    value?: string;
                }[];
                /** @description The body of a Cedar `when`, over `principal`, `resource` and `context` */
                cedar?: string;
            };
            /** @description What it demands, see its type */
            rules?: {
                /** @description At most so many requests per minute */
                requests_per_minute?: number;
                /** @description At most so many requests per hour */
                requests_per_hour?: number;
                /** @description At most so many requests per day */
                requests_per_day?: number;
                /** @description At most so many requests per month */
                requests_per_month?: number;
                /** @description At most so many tokens per minute */
                tokens_per_minute?: number;
                /** @description At most so many tokens per hour */
                tokens_per_hour?: number;
                /** @description At most so many tokens per day */
                tokens_per_day?: number;
                /** @description At most so many tokens per month */
                tokens_per_month?: number;
                /** @description At most so many tokens per call, input and output together */
                tokens_per_request?: number;
                /** @description At most so many calls at one time */
                concurrent_requests?: number;
                /**
                 * @description Who has a counter of its own: everyone in the scope together, or each user, key, team or model
                 * @enum {string}
                 */
                per?: "scope" | "user" | "key" | "team" | "model";
                /**
                 * @description The daily limit
                 * @example 25.00
                 */
                daily_limit_usd?: string | number;
                /**
                 * @description The weekly limit
                 * @example 25.00
                 */
                weekly_limit_usd?: string | number;
                /**
                 * @description The monthly limit
                 * @example 25.00
                 */
                monthly_limit_usd?: string | number;
                /**
                 * @description The yearly limit
                 * @example 25.00
                 */
                yearly_limit_usd?: string | number;
                /**
                 * @description At most so many dollars in all
                 * @example 25.00
                 */
                total_limit_usd?: string | number;
                /**
                 * @description At most so many dollars for each user
                 * @example 25.00
                 */
                per_user_limit_usd?: string | number;
                /**
                 * @description The period of `per_user_limit_usd`
                 * @enum {string}
                 */
                per_user_period?: "daily" | "weekly" | "monthly" | "yearly" | "total";
                /**
                 * @description At most so many dollars per call; the output is limited to what that buys
                 * @example 25.00
                 */
                max_cost_per_request_usd?: string | number;
                /** @description Notify when so many percent of a limit are used */
                alert_at_percentage?: number[];
                /**
                 * @description Always US dollars; dropped
                 * @enum {string}
                 */
                currency?: "USD";
                /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                patterns?: (string | {
                    /** @description What findings call it */
                    name?: string;
                    /** @description The regular expression (RE2 syntax) */
                    pattern?: string;
                })[];
                /** @description Words or phrases to look for, whatever their case */
                keywords?: string[];
                /** @description Detectors by name, see [detectors](detectors.md) */
                detectors?: string[];
                /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                categories?: string[];
                /** @description Findings that are less certain do not count */
                min_confidence?: number;
                /** @description Whether prompts are searched */
                scan_input?: boolean;
                /** @description Whose texts of a prompt are searched; developers, tools and schemas are `system` */
                scan_roles?: ("system" | "user" | "assistant" | "tool")[];
                /** @description Whether answers are searched, streams included */
                scan_output?: boolean;
                /**
                 * @description What is a telephone number: one that its country's plan has, or also digits near a word such as call
                 * @enum {string}
                 */
                phone_match?: "valid" | "context";
                /** @description Countries whose numbers are known without a country code */
                phone_regions?: string[];
                /** @description How a redaction looks, with `on_violation: redact` */
                redaction?: {
                    /**
                     * @description `label` writes what was there (`[EMAIL]`), `mask` stars, `remove` nothing
                     * @enum {string}
                     */
                    style?: "label" | "mask" | "remove";
                };
                /** @description Detectors outside, see [guardrails](guardrails.md) */
                remote?: {
                    /** @enum {string} */
                    kind?: "bedrock" | "comprehend" | "webhook";
                }[];
                /** @description True is `on_violation: redact`; dropped */
                redaction_enabled?: boolean;
                /** @description Detectors or categories of attacks and leaks, such as `injection`, `secrets`, `unicode`, `exfiltration` */
                detect?: string[];
                /** @description Where links in answers may go, for `exfiltration`; `*.example.com` is all below */
                allowed_hosts?: string[];
                /** @description A token planted in the system prompt, which no answer may hold, for `canary` */
                canary?: string;
                /** @description Calls must come from these networks */
                allowed_addresses?: string[];
                /** @description Older API keys are refused until they are rotated */
                api_key_max_age_days?: number;
                /** @description Every call must carry these tags */
                required_tags?: string[];
                /** @description Sign-in needs a second factor */
                require_mfa?: boolean;
                /** @description Sessions end after so much idle time */
                session_timeout_minutes?: number;
                /** @description Passwords have at least so many characters */
                password_min_length?: number;
                /** @description Passwords have a special character */
                password_require_special?: boolean;
                /** @description These calls need somebody's approval */
                require_approval_for?: ("high_cost_requests" | "sensitive_models")[];
                /**
                 * @description From where a call is a high-cost request: above so many dollars
                 * @example 25.00
                 */
                high_cost_usd?: string | number;
                /** @description Which models are sensitive */
                sensitive_models?: string[];
                /** @description The provider processes the call in one of these regions */
                allowed_regions?: string[];
                /** @description Every call is recorded in the audit log */
                require_audit?: boolean;
                /** @description Every call is recorded */
                log_all_requests?: boolean;
                /** @description How long records are to be kept */
                retention_period_days?: number;
                /**
                 * @description In which format evidence is wanted
                 * @enum {string}
                 */
                export_format?: "json" | "csv" | "parquet" | "pdf";
                /** @description Only these models */
                allowed_models?: string[];
                /** @description Not these models */
                denied_models?: string[];
                /** @description Only these providers */
                allowed_providers?: string[];
                /** @description Not these providers */
                denied_providers?: string[];
                /** @description At most so many input tokens */
                max_input_tokens?: number;
                /** @description At most so many output tokens; by default the call is clamped, not refused */
                max_output_tokens?: number;
                /** @description At most so many tokens per call, input and output together */
                max_tokens_per_request?: number;
                /** @description The call may offer the model only these tools */
                allowed_tools?: string[];
                /** @description The call must not offer these tools */
                denied_tools?: string[];
                /** @description Calls are allowed in these hours only */
                allowed_hours?: {
                    /** @description On these days; hours past midnight belong to the day on which they began */
                    days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    /**
                     * @description From this time on
                     * @example 09:00
                     */
                    from?: string;
                    /**
                     * @description Until before it
                     * @example 09:00
                     */
                    until?: string;
                    /**
                     * @description In this zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                };
                /** @description Calls go to the model of the first route whose conditions hold */
                routes?: {
                    /** @description Which calls take it */
                    conditions?: {
                        /** @description The caller is one of these people */
                        users?: string[];
                        /** @description The caller belongs to one of these teams, directly or through a team below it */
                        teams?: string[];
                        /** @description The caller has one of these roles */
                        roles?: string[];
                        /** @description The call comes with one of these API keys */
                        keys?: string[];
                        /** @description The model has one of these names */
                        models?: string[];
                        /** @description The provider is one of these */
                        providers?: string[];
                        /** @description The call is one of `chat.completions`, `embeddings`, `messages`, `messages.count_tokens` */
                        operations?: string[];
                        /** @description The answer is streamed, or is not */
                        stream?: boolean;
                        /** @description Every named tag of the call has one of these values */
                        tags?: {
                            [key: string]: string[];
                        };
                        /** @description The call offers the model one of these tools */
                        tools?: string[];
                        /** @description The time of day */
                        time?: {
                            /** @description On these days; hours past midnight belong to the day on which they began */
                            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                            /**
                             * @description From this time on
                             * @example 09:00
                             */
                            from?: string;
                            /**
                             * @description Until before it
                             * @example 09:00
                             */
                            until?: string;
                            /**
                             * @description In this zone
                             * @example Europe/Berlin
                             */
                            time_zone?: string;
                        };
                        /** @description The day; `until` is not included */
                        dates?: {
                            /**
                             * @description From this day on
                             * @example 2026-01-31
                             */
                            from?: string;
                            /**
                             * @description Until before this day
                             * @example 2026-01-31
                             */
                            until?: string;
                        };
                        /** @description What the call may cost at most */
                        estimated_cost_usd?: {
                            /**
                             * @description At least
                             * @example 25.00
                             */
                            min?: string | number;
                            /**
                             * @description At most
                             * @example 25.00
                             */
                            max?: string | number;
                        };
                        /** @description How many tokens the call brings */
                        input_tokens?: {
                            /** @description At least */
                            min?: number;
                            /** @description At most */
                            max?: number;
                        };
                        /** @description How many tokens the answer may have */
                        max_output_tokens?: {
                            /** @description At least */
                            min?: number;
                            /** @description At most */
                            max?: number;
                        };
                        /** @description The caller is in one of these countries */
                        locations?: string[];
                        /** @description The caller's address lies in one of these networks */
                        addresses?: string[];
                        /** @description Any of this is found in the prompt */
                        content?: {
                            /** @description Words or phrases to look for, whatever their case */
                            keywords?: string[];
                            /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                            patterns?: (string | {
                                /** @description What findings call it */
                                name?: string;
                                /** @description The regular expression (RE2 syntax) */
                                pattern?: string;
                            })[];
                            /** @description Detectors by name, see [detectors](detectors.md) */
                            detectors?: string[];
                            /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                            categories?: string[];
                            /** @description Findings that are less certain do not count */
                            min_confidence?: number;
                        };
                        /** @description Comparisons, as a rule builder writes them */
                        match?: {
                            /** @description What is compared */
                            field?: string;
                            /** @description How it is compared */
                            operator?: string;
                            /** @description With what; a list for `in` and `not_in` */
                            value?: string;
                        }[];
                    };
                    /** @description The model to use instead */
                    model?: string;
                }[];
            };
            /** @description What is done about a broken rule */
            actions?: {
                /**
                 * @description What is done when a rule is broken
                 * @enum {string}
                 */
                on_violation?: "allow" | "log" | "warn" | "clamp" | "redact" | "reroute" | "throttle" | "queue" | "require_approval" | "deny";
                /** @description The model to use instead, with `reroute` */
                reroute_to?: string;
                /** @description How long a throttled call waits */
                delay_seconds?: number;
                /** @description How long a call may wait for room */
                max_wait_seconds?: number;
                /** @description Roles that may approve */
                approvers?: string[];
                /** @description How long an approval may be waited for */
                approval_timeout_hours?: number;
                /**
                 * @description An approval holds for one call, or for a time
                 * @enum {string}
                 */
                grant?: "once" | "window";
                /** @description Who hears of it */
                notify?: string[];
                /** @description What the caller is told */
                message?: string;
                /** @description What is done at so many percent of a cost limit; also written `at_90_percent` */
                thresholds?: {
                    [key: string]: "notify_users" | "notify_admins" | "log" | "warn" | "require_approval" | "deny";
                };
                /** @description Kept; violations are stored in any case */
                log_violation?: boolean;
            };
            /** @description Whom it spares; the first that matches decides */
            exceptions?: {
                /** @description Which calls it is for */
                conditions?: {
                    /** @description The caller is one of these people */
                    users?: string[];
                    /** @description The caller belongs to one of these teams, directly or through a team below it */
                    teams?: string[];
                    /** @description The caller has one of these roles */
                    roles?: string[];
                    /** @description The call comes with one of these API keys */
                    keys?: string[];
                    /** @description The model has one of these names */
                    models?: string[];
                    /** @description The provider is one of these */
                    providers?: string[];
                    /** @description The call is one of `chat.completions`, `embeddings`, `messages`, `messages.count_tokens` */
                    operations?: string[];
                    /** @description The answer is streamed, or is not */
                    stream?: boolean;
                    /** @description Every named tag of the call has one of these values */
                    tags?: {
                        [key: string]: string[];
                    };
                    /** @description The call offers the model one of these tools */
                    tools?: string[];
                    /** @description The time of day */
                    time?: {
                        /** @description On these days; hours past midnight belong to the day on which they began */
                        days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                        /**
                         * @description From this time on
                         * @example 09:00
                         */
                        from?: string;
                        /**
                         * @description Until before it
                         * @example 09:00
                         */
                        until?: string;
                        /**
                         * @description In this zone
                         * @example Europe/Berlin
                         */
                        time_zone?: string;
                    };
                    /** @description The day; `until` is not included */
                    dates?: {
                        /**
                         * @description From this day on
                         * @example 2026-01-31
                         */
                        from?: string;
                        /**
                         * @description Until before this day
                         * @example 2026-01-31
                         */
                        until?: string;
                    };
                    /** @description What the call may cost at most */
                    estimated_cost_usd?: {
                        /**
                         * @description At least
                         * @example 25.00
                         */
                        min?: string | number;
                        /**
                         * @description At most
                         * @example 25.00
                         */
                        max?: string | number;
                    };
                    /** @description How many tokens the call brings */
                    input_tokens?: {
                        /** @description At least */
                        min?: number;
                        /** @description At most */
                        max?: number;
                    };
                    /** @description How many tokens the answer may have */
                    max_output_tokens?: {
                        /** @description At least */
                        min?: number;
                        /** @description At most */
                        max?: number;
                    };
                    /** @description The caller is in one of these countries */
                    locations?: string[];
                    /** @description The caller's address lies in one of these networks */
                    addresses?: string[];
                    /** @description Any of this is found in the prompt */
                    content?: {
                        /** @description Words or phrases to look for, whatever their case */
                        keywords?: string[];
                        /** @description Regular expressions to look for. A named pattern is kept under `detectors` */
                        patterns?: (string | {
                            /** @description What findings call it */
                            name?: string;
                            /** @description The regular expression (RE2 syntax) */
                            pattern?: string;
                        })[];
                        /** @description Detectors by name, see [detectors](detectors.md) */
                        detectors?: string[];
                        /** @description Groups of detectors, such as `pii`, `phi`, `financial`, `secrets` */
                        categories?: string[];
                        /** @description Findings that are less certain do not count */
                        min_confidence?: number;
                    };
                    /** @description Comparisons, as a rule builder writes them */
                    match?: {
                        /** @description What is compared */
                        field?: string;
                        /** @description How it is compared */
                        operator?: string;
                        /** @description With what; a list for `in` and `not_in` */
                        value?: string;
                    }[];
                    /** @description The body of a Cedar `when`, over `principal`, `resource` and `context` */
                    cedar?: string;
                };
                /**
                 * @description `exempt` lifts the policy, `multiply` its limits, `approve` gives the approval that it asks for
                 * @enum {string}
                 */
                effect?: "exempt" | "multiply" | "approve";
                /** @description By how much limits are multiplied */
                multiplier?: number;
            }[];
            /**
             * Format: date-time
             * @description In force from then on
             */
            effective_from?: string;
            /**
             * Format: date-time
             * @description In force until before then
             */
            effective_until?: string;
            /** @description Test cases, run before it is activated */
            tests?: {
                /** @description What it shows */
                name?: string;
                /** @description Who calls */
                subject?: {
                    /** @description Id of the person */
                    user?: string;
                    /** @description Id of the API key */
                    key?: string;
                    /** @description One entry per team: its id, or the ids from the team up to the root */
                    teams?: string[][];
                    /** @description Roles */
                    roles?: string[];
                    /** @description Tags of the key */
                    tags?: {
                        [key: string]: string;
                    };
                    /**
                     * @description The organization's zone
                     * @example Europe/Berlin
                     */
                    time_zone?: string;
                    /** @description Days since the key was made */
                    key_age_days?: number;
                };
                /** @description The call */
                request?: {
                    /** @description The model as called */
                    model?: string;
                    /** @description Every name that the model goes by */
                    model_names?: string[];
                    /** @description The provider */
                    provider?: string;
                    /**
                     * @description What is asked for
                     * @example gpt-4o*
                     */
                    operation?: string;
                    /** @description Whether the answer is streamed */
                    stream?: boolean;
                    /** @description Where the provider processes the call */
                    region?: string;
                    /** @description Tokens that the call brings */
                    input_tokens?: number;
                    /** @description Tokens that it asks for */
                    max_output_tokens?: number;
                    /**
                     * @description What it costs
                     * @example 25.00
                     */
                    estimated_cost_usd?: string | number;
                    /** @description Tags of the call */
                    tags?: {
                        [key: string]: string;
                    };
                    /** @description Tools that it offers */
                    tools?: string[];
                    /** @description Whether it brings images */
                    has_images?: boolean;
                    /** @description The caller's address */
                    address?: string;
                    /**
                     * @description The caller's country
                     * @example DE
                     */
                    country?: string;
                    /**
                     * Format: date-time
                     * @description When
                     */
                    at?: string;
                    /** @description What was used before it, for counted limits */
                    used?: {
                        /** @description requests in this minute so far */
                        requests_per_minute?: number;
                        /** @description requests in this hour so far */
                        requests_per_hour?: number;
                        /** @description requests in this day so far */
                        requests_per_day?: number;
                        /** @description requests in this month so far */
                        requests_per_month?: number;
                        /** @description tokens in this minute so far */
                        tokens_per_minute?: number;
                        /** @description tokens in this hour so far */
                        tokens_per_hour?: number;
                        /** @description tokens in this day so far */
                        tokens_per_day?: number;
                        /** @description tokens in this month so far */
                        tokens_per_month?: number;
                        /** @description Calls that are running */
                        concurrent_requests?: number;
                        /**
                         * @description Dollars held and spent, daily
                         * @example 25.00
                         */
                        daily_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, weekly
                         * @example 25.00
                         */
                        weekly_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, monthly
                         * @example 25.00
                         */
                        monthly_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, yearly
                         * @example 25.00
                         */
                        yearly_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent, total
                         * @example 25.00
                         */
                        total_cost_usd?: string | number;
                        /**
                         * @description Dollars held and spent by the caller, for `per_user_limit_usd`
                         * @example 25.00
                         */
                        user_cost_usd?: string | number;
                    };
                };
                /** @description The prompt */
                content?: string;
                /** @description The answer */
                output?: string;
                /** @description `{action, rule}`: the most severe action that is taken, and the rule that asks for it */
                expect?: {
                    /**
                     * @description What must be done
                     * @enum {string}
                     */
                    action?: "allow" | "log" | "warn" | "clamp" | "redact" | "reroute" | "throttle" | "queue" | "require_approval" | "deny";
                    /** @description Which rule must say so */
                    rule?: string;
                };
            }[];
            /** Status */
            status?: ("active" | "draft" | "disabled" | "inactive") | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * PolicyDemand
         * @description What a security policy demands of signing in, on top of the settings.
         */
        PolicyDemand: {
            /** Policy Id */
            policy_id: string;
            /**
             * Require Mfa
             * @default false
             */
            require_mfa?: boolean;
            /** Session Timeout Minutes */
            session_timeout_minutes?: number | null;
            /** Password Min Length */
            password_min_length?: number | null;
            /**
             * Password Require Special
             * @default false
             */
            password_require_special?: boolean;
            /** Effective From */
            effective_from?: string | null;
            /** Effective Until */
            effective_until?: string | null;
        };
        /**
         * PolicyStatus
         * @description What follows from a policy's data and the clock.
         *
         *     `scheduled` is not in force yet, `disabled` no longer; a `draft` never was.
         * @enum {string}
         */
        PolicyStatus: "draft" | "scheduled" | "active" | "disabled" | "deleted";
        /**
         * PolicyType
         * @description What a policy is about; each type has rules of its own.
         * @enum {string}
         */
        PolicyType: "rate_limit" | "cost_limit" | "content_filter" | "security" | "compliance" | "usage";
        /**
         * PolicyView
         * @description A policy. Its document is that of `document_version`: in force, else coming, else the latest.
         *
         *     `status` follows from the versions' times. `version` counts changes of any kind and is the ETag.
         */
        PolicyView: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            type: components["schemas"]["PolicyType"];
            policy_type: components["schemas"]["PolicyType"];
            enforcement_level: components["schemas"]["Enforcement"];
            /** Priority */
            priority: number;
            /** Severity */
            severity: string;
            scope: components["schemas"]["functions__policies__schemas__ScopeView"];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Rules */
            rules: {
                [key: string]: unknown;
            };
            /** Actions */
            actions: {
                [key: string]: unknown;
            };
            /** Exceptions */
            exceptions: unknown[];
            /** Inheritance */
            inheritance: string;
            /** Overridable */
            overridable: boolean;
            /** Effective From */
            effective_from?: string | null;
            /** Effective Until */
            effective_until?: string | null;
            /** Tests */
            tests: unknown[];
            /**
             * Not Enforced
             * @description Settings that are accepted and not acted upon.
             */
            not_enforced: string[];
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            status: components["schemas"]["PolicyStatus"];
            /** Document Version */
            document_version: number;
            /** Active Version */
            active_version: number | null;
            /** Latest Version */
            latest_version: number;
            scheduled: components["schemas"]["ScheduledView"] | null;
            dry_run: components["schemas"]["DryRunView"] | null;
            /**
             * Owners
             * @description Who set a field last, by its path.
             */
            owners: {
                [key: string]: string;
            };
            /**
             * Managers
             * @description Everyone in `owners`, once.
             */
            managers: string[];
            /** Created At */
            created_at: string;
            /** Created By */
            created_by: string;
            /** Updated At */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * PricesBody
         * @description An organization's own prices; what is left out is removed.
         *
         *     `overrides` maps a model, bare or as `provider/model`, to the prices that replace its listed
         *     ones, such as `{"input_usd_per_million": "2.25"}`.
         */
        PricesBody: {
            /** Overrides */
            overrides?: {
                [key: string]: {
                    [key: string]: string | number;
                };
            };
            ceiling_price?: components["schemas"]["Ceiling"] | null;
        };
        /**
         * PricesView
         * @description An organization's own prices; every model that is not named has its listed price.
         */
        PricesView: {
            /** Overrides */
            overrides: {
                [key: string]: {
                    [key: string]: string;
                };
            };
            ceiling_price: components["schemas"]["CeilingView"] | null;
            /** Version */
            version: number;
        };
        /**
         * Problem
         * @description What every refusal of the control plane looks like.
         *
         *     `code` is stable and made for programs, `detail` for people. Some codes add members, such as
         *     `required_permission`.
         */
        Problem: {
            /**
             * Type
             * @example urn:tollgate:error:not_found
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /** Code */
            code: string;
            /**
             * Field
             * @default null
             */
            field?: string | null;
            /**
             * Fields
             * @default null
             */
            fields?: components["schemas"]["FieldProblem"][] | null;
            /** Request Id */
            request_id: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Provider
         * @description Who asserts identities: OpenID Connect by issuer, but for `github`, which speaks OAuth 2.
         * @enum {string}
         */
        Provider: "google" | "github" | "microsoft" | "okta" | "oidc";
        /**
         * PublicKey
         * @description Options for `navigator.credentials`, in WebAuthn's own JSON; good for five minutes.
         */
        PublicKey: {
            /** Public Key */
            public_key: {
                [key: string]: unknown;
            };
        };
        /**
         * Purpose
         * @description What a key is for: model calls, or the control plane.
         * @enum {string}
         */
        Purpose: "model" | "management";
        /**
         * RaiseView
         * @description How many dollars more, per period, for whom.
         */
        RaiseView: {
            target_type: components["schemas"]["TargetType"];
            /** Target Id */
            target_id: string;
            /** Period */
            period: string;
            /** Amount Usd */
            amount_usd: string;
        };
        /**
         * RateLimitBody
         * @description Calls and tokens per minute; what is absent or null is not limited.
         */
        RateLimitBody: {
            /** Requests Per Minute */
            requests_per_minute?: number | null;
            /** Tokens Per Minute */
            tokens_per_minute?: number | null;
        };
        /**
         * RateLimitView
         * @description Calls and tokens per minute; null is no limit.
         */
        RateLimitView: {
            /** Requests Per Minute */
            requests_per_minute: number | null;
            /** Tokens Per Minute */
            tokens_per_minute: number | null;
        };
        /**
         * Reauthenticate
         * @description A fresh proof of who somebody is: the password, or one second factor.
         */
        Reauthenticate: {
            /** Code */
            code?: string | null;
            /** Backup Code */
            backup_code?: string | null;
            /** Passkey */
            passkey?: {
                [key: string]: unknown;
            } | null;
            /** Password */
            password?: string | null;
        };
        /**
         * Reauthenticated
         * @description Changes that need a fresh proof are allowed until `recent_until`.
         */
        Reauthenticated: {
            /** Authenticated At */
            authenticated_at: string;
            /** Recent Until */
            recent_until: string;
        };
        /**
         * Recovering
         * @description The token that the deployment's operator got.
         */
        Recovering: {
            /** Token */
            token: string;
        };
        /**
         * RecoveryKind
         * @description `reset` takes all second factors away, `bypass` waives them for some hours.
         * @enum {string}
         */
        RecoveryKind: "reset" | "bypass";
        /**
         * RecoveryToken
         * @description Good once until `expires_at`, at `/api/v1/auth/mfa/recover`.
         */
        RecoveryToken: {
            /** Recovery Token */
            recovery_token: string;
            /** Expires At */
            expires_at: string;
        };
        /**
         * RecoveryView
         * @description `pending` until a second administrator sends the same; then `done`.
         *
         *     `expires_at` is until when it may be confirmed, `waived_until` how long a bypass lasts.
         */
        RecoveryView: {
            kind: components["schemas"]["RecoveryKind"];
            /** User Id */
            user_id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "pending" | "done";
            /** Reason */
            reason: string;
            /** Hours */
            hours: number | null;
            /** Requested By */
            requested_by: string;
            /** Requested At */
            requested_at: string;
            /** Expires At */
            expires_at: string;
            /** Waived Until */
            waived_until?: string | null;
        };
        /**
         * Refresh
         * @description A refresh token, which is spent by being shown.
         */
        Refresh: {
            /** Refresh Token */
            refresh_token: string;
        };
        /**
         * RefusalView
         * @description Why a call was not let through.
         */
        RefusalView: {
            /** Status */
            status: number;
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * Registered
         * @description A new passkey, with backup codes, shown this once, if there were none.
         */
        Registered: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Synced */
            synced: boolean;
            /** Transports */
            transports: string[];
            /** Aaguid */
            aaguid: string;
            /** Created At */
            created_at: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Backup Codes */
            backup_codes?: string[] | null;
        };
        /**
         * Registration
         * @description A person who wants to join; `organization_id` chooses one where several take the address.
         */
        Registration: {
            /**
             * Email
             * @example ada@example.com
             */
            email: string;
            /** Password */
            password: string;
            /** Name */
            name: string;
            /** Organization Id */
            organization_id?: string | null;
        };
        /**
         * RegistrationAccepted
         * @description The same whether the address had an account already or not.
         */
        RegistrationAccepted: {
            /** Email */
            email: string;
            /**
             * Status
             * @default pending
             * @constant
             */
            status?: "pending";
            /**
             * Message
             * @default A letter to this address says how to go on.
             */
            message?: string;
        };
        /**
         * Rejecting
         * @description A no needs a reason.
         */
        Rejecting: {
            /** Comment */
            comment: string;
        };
        /**
         * Renewal
         * @description A second factor, or the password.
         */
        Renewal: {
            /** Code */
            code?: string | null;
            /** Backup Code */
            backup_code?: string | null;
            /** Passkey */
            passkey?: {
                [key: string]: unknown;
            } | null;
            /** Password */
            password?: string | null;
        };
        /**
         * Reopening
         * @description Why it is not done.
         */
        Reopening: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * ReplayBody
         * @description Over how many days; of the latest version, of another, or of a document that is not saved.
         */
        ReplayBody: {
            /**
             * Days
             * @default 30
             */
            days?: number;
            /** Version */
            version?: number | null;
            /** Document */
            document?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ReplayDayView
         * @description One day of the organization's time zone.
         */
        ReplayDayView: {
            /** Day */
            day: string;
            /** Requests */
            requests: number;
            affected: components["schemas"]["ShareView"];
            refused: components["schemas"]["ShareView"];
        };
        /**
         * ReplayView
         * @description What a draft would have done to the calls of a span.
         *
         *     `would` counts calls by the most severe action as the draft stands, `wanted` by what it asks for
         *     under strict enforcement. `affected` are calls that it has anything to say against, `refused`
         *     those that it would not have let through, `newly_refused` the ones of them that went through
         *     then. `truncated` says that calls before `start` or after `until` were left out.
         */
        ReplayView: {
            /** Policy Id */
            policy_id: string;
            /** Version */
            version: number | null;
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Until */
            until: string;
            /** Truncated */
            truncated: boolean;
            /** Took Ms */
            took_ms: number;
            /** Evaluated */
            evaluated: number;
            /** Would */
            would: {
                [key: string]: number;
            };
            /** Wanted */
            wanted: {
                [key: string]: number;
            };
            /** By Rule */
            by_rule: {
                [key: string]: number;
            };
            affected: components["schemas"]["ShareView"];
            refused: components["schemas"]["ShareView"];
            newly_refused: components["schemas"]["ShareView"];
            /** Refused Then */
            refused_then: number;
            users: components["schemas"]["AffectedView"];
            teams: components["schemas"]["AffectedView"];
            keys: components["schemas"]["AffectedView"];
            models: components["schemas"]["AffectedView"];
            /** By Day */
            by_day: components["schemas"]["ReplayDayView"][];
            /** Examples */
            examples: components["schemas"]["ExampleView"][];
            /** Limitations */
            limitations: string[];
            scope: components["schemas"]["functions__policies__replay_schemas__ScopeView"];
        };
        /**
         * RequestRow
         * @description One request of the list. `cost_usd` is what was charged when it ended.
         */
        RequestRow: {
            /** Id */
            id: string;
            /** Created At */
            created_at: string;
            /** State */
            state: string;
            /** Status */
            status: number | null;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Operation */
            operation: string;
            /** Model */
            model: string;
            /** Upstream Model */
            upstream_model: string;
            /** Provider */
            provider: string;
            /** Stream */
            stream: boolean;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Cost Usd */
            cost_usd: string;
            /** Latency Ms */
            latency_ms: number | null;
            /** First Byte Ms */
            first_byte_ms: number | null;
            /** Decision */
            decision: string;
            /** Refusal Code */
            refusal_code: string | null;
            /** Tags */
            tags: {
                [key: string]: string;
            };
        };
        /**
         * RequestView
         * @description Everything that is known of one call. `cost_usd` is the true cost, adjustment included.
         */
        RequestView: {
            /** Id */
            id: string;
            /** Created At */
            created_at: string;
            /** Ended At */
            ended_at: string | null;
            /** Deadline At */
            deadline_at: string;
            /** State */
            state: string;
            /** Status */
            status: number | null;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Team Path */
            team_path: string[];
            /** Operation */
            operation: string;
            /** Model */
            model: string;
            /** Provider */
            provider: string;
            /** Upstream Model */
            upstream_model: string;
            /** Stream */
            stream: boolean;
            /** Decision */
            decision: string;
            /** Policy Version */
            policy_version: string;
            /** Price Version */
            price_version: string;
            /** Hold Usd */
            hold_usd: string;
            /** Cost Usd */
            cost_usd: string | null;
            /** Accounts */
            accounts: components["schemas"]["HoldView"][];
            /** Input Tokens Held */
            input_tokens_held: number;
            /** Output Tokens Held */
            output_tokens_held: number;
            /** Usage */
            usage: {
                [key: string]: number;
            };
            /** Usage Source */
            usage_source: string | null;
            /** Arithmetic */
            arithmetic: components["schemas"]["ChargeView"][];
            /** Finish Reason */
            finish_reason: string | null;
            /** Provider Request Id */
            provider_request_id: string | null;
            /** First Byte Ms */
            first_byte_ms: number | null;
            /** Latency Ms */
            latency_ms: number | null;
            /** Error */
            error: string | null;
            refusal: components["schemas"]["RefusalView"] | null;
            adjust: components["schemas"]["AdjustView"] | null;
            /** Tags */
            tags: {
                [key: string]: string;
            };
        };
        /**
         * Reset
         * @description Why somebody's second factors are removed.
         */
        Reset: {
            /** Reason */
            reason: string;
        };
        /**
         * Resolving
         * @description What was done about it; `false_positive` says that it was none.
         */
        Resolving: {
            /** Reason */
            reason: string;
            /**
             * False Positive
             * @default false
             */
            false_positive?: boolean;
        };
        /**
         * Resource
         * @description A resource, or a PATCH with its `Operations`, as RFC 7643 and 7644 have them.
         */
        Resource: {
            /** Schemas */
            schemas?: string[] | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * ReviewOutcome
         * @description What a verdict did: `gone` is what somebody else had taken away before.
         * @enum {string}
         */
        ReviewOutcome: "kept" | "revoked" | "gone";
        /**
         * ReviewStatus
         * @description What people made of a violation; each is `open` until somebody looks at it.
         * @enum {string}
         */
        ReviewStatus: "open" | "acknowledged" | "resolved" | "false_positive";
        /**
         * ReviewVerdict
         * @description Whether it stays.
         * @enum {string}
         */
        ReviewVerdict: "keep" | "revoke";
        /**
         * ReviewView
         * @description The last review; `by` is None while nobody looked at it.
         */
        ReviewView: {
            /** Reason */
            reason: string;
            /** By */
            by: string | null;
            /** By Type */
            by_type: string | null;
            /** At */
            at: string | null;
        };
        /**
         * ReviewedPersonView
         * @description Somebody as they were when the review began.
         */
        ReviewedPersonView: {
            /** Id */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Status */
            status: string;
            /** Last Sign In At */
            last_sign_in_at: string | null;
            /** Mfa Methods */
            mfa_methods: string[];
        };
        /**
         * RoleChanges
         * @description Only what is sent changes. The name stays: people have the role by it.
         */
        RoleChanges: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Permissions
             * @default []
             */
            permissions?: string[];
            /**
             * Denied Permissions
             * @default []
             */
            denied_permissions?: string[];
            /**
             * Inherits
             * @default []
             */
            inherits?: string[];
            /** Condition */
            condition?: string | null;
            /**
             * Elevatable
             * @default false
             */
            elevatable?: boolean;
            /** Name */
            name?: string | null;
        };
        /**
         * RoleView
         * @description A role. `effective_permissions` are with those of the roles that it inherits.
         *
         *     `system` roles are the same for every organization. `held_by` counts people.
         */
        RoleView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** System */
            system: boolean;
            /** Permissions */
            permissions: string[];
            /** Denied Permissions */
            denied_permissions: string[];
            /** Inherits */
            inherits: string[];
            /** Condition */
            condition: string | null;
            /** Elevatable */
            elevatable: boolean;
            /** Effective Permissions */
            effective_permissions: string[];
            /** Effective Denied Permissions */
            effective_denied_permissions: string[];
            /** Held By */
            held_by: number;
            /** Created At */
            created_at: string | null;
            /** Version */
            version: number;
        };
        /**
         * Rollback
         * @description To which version; without one, to the one in force before.
         */
        Rollback: {
            /** Version */
            version?: number | null;
            /**
             * Message
             * @description Why, for the history.
             * @default
             */
            message?: string;
        };
        /**
         * Rotation
         * @description How long the secret that is replaced stays good, so that programs can change over.
         */
        Rotation: {
            /**
             * Overlap Hours
             * @default 24
             */
            overlap_hours?: number;
        };
        /**
         * ScheduledView
         * @description A version that is not in force yet.
         */
        ScheduledView: {
            /** Version */
            version: number;
            /** At */
            at: string;
        };
        /**
         * Search
         * @description A list's parameters in a body (RFC 7644, 3.4.3).
         */
        Search: {
            /** Filter */
            filter?: string | null;
            /**
             * Startindex
             * @default 1
             */
            startIndex?: number;
            /**
             * Count
             * @default 100
             */
            count?: number;
            /** Attributes */
            attributes?: string[] | string | null;
            /** Excludedattributes */
            excludedAttributes?: string[] | string | null;
        };
        /**
         * SecurityChanges
         * @description Rules for signing in, by section; what is about second factors may also stand alone.
         */
        SecurityChanges: {
            password?: components["schemas"]["PasswordChanges"];
            session?: components["schemas"]["SessionChanges"];
            lockout?: components["schemas"]["LockoutChanges"];
            mfa?: components["schemas"]["MfaChanges"];
            /** Mfa Required */
            mfa_required?: boolean;
            /** Mfa Methods */
            mfa_methods?: ("totp" | "webauthn")[];
            /** Grace Period Days */
            grace_period_days?: number;
            /** Self Registration Domains */
            self_registration_domains?: string[];
        };
        /**
         * SecuritySettings
         * @description An organization's rules for signing in, with defaults where nothing was set.
         *
         *     The stricter of a setting and what a policy demands counts.
         */
        SecuritySettings: {
            password: components["schemas"]["PasswordRulesView"];
            session: components["schemas"]["SessionRulesView"];
            lockout: components["schemas"]["LockoutRulesView"];
            mfa: components["schemas"]["MfaRulesView"];
            /** Self Registration Domains */
            self_registration_domains: string[];
            /** Policy Demands */
            policy_demands: components["schemas"]["PolicyDemand"][];
            /** Version */
            version: number;
        };
        /**
         * SessionChanges
         * @description Limits of sessions; only what is sent changes. There is no staying signed in beyond them.
         */
        SessionChanges: {
            /** Max Hours */
            max_hours?: number;
            /** Idle Minutes */
            idle_minutes?: number;
            /** Max Concurrent */
            max_concurrent?: number;
            /** Bind Address */
            bind_address?: boolean;
            /** Bind Agent */
            bind_agent?: boolean;
            /** Access Token Minutes */
            access_token_minutes?: number;
            /**
             * Remember Me Enabled
             * @constant
             */
            remember_me_enabled?: false;
        };
        /**
         * SessionRulesView
         * @description Limits of sessions; zero `idle_minutes` is no such limit.
         */
        SessionRulesView: {
            /** Max Hours */
            max_hours: number;
            /** Idle Minutes */
            idle_minutes: number;
            /** Max Concurrent */
            max_concurrent: number;
            /** Bind Address */
            bind_address: boolean;
            /** Bind Agent */
            bind_agent: boolean;
            /** Access Token Minutes */
            access_token_minutes: number;
        };
        /**
         * SessionView
         * @description A sign-in that is still good; `expires_at` is when it ends unless it is used again.
         *
         *     `methods` are how the person proved who they are (RFC 8176), `last_seen_at` is to the minute.
         */
        SessionView: {
            /** Id */
            id: string;
            /** User Id */
            user_id: string;
            /** Current */
            current: boolean;
            /** Address */
            address: string | null;
            /** Agent */
            agent: string | null;
            /** Methods */
            methods: string[];
            /** Created At */
            created_at: string;
            /** Authenticated At */
            authenticated_at: string;
            /** Last Seen At */
            last_seen_at: string;
            /** Expires At */
            expires_at: string;
        };
        /**
         * SetupView
         * @description What to show an authenticator app; nothing counts before `/api/v1/auth/mfa/enable`.
         */
        SetupView: {
            /** Secret */
            secret: string;
            /** Otpauth Uri */
            otpauth_uri: string;
            /** Qr Svg */
            qr_svg: string;
            /**
             * Expires In
             * @default 900
             */
            expires_in?: number;
        };
        /**
         * ShareView
         * @description How many calls, and what they cost.
         */
        ShareView: {
            /** Requests */
            requests: number;
            /** Cost Usd */
            cost_usd: string;
        };
        /**
         * SourceView
         * @description Where a permission comes from: `via` leads from the role that the person has to its giver.
         *
         *     `scope` is what the permission extends to; `team_id` is set where the role is one in a team,
         *     `until` where it is for a while. A `conditional` one needs a role's condition to hold.
         */
        SourceView: {
            /** Permission */
            permission: string;
            /** Via */
            via: string[];
            /**
             * Scope
             * @enum {string}
             */
            scope: "own" | "team" | "org";
            /** Team Id */
            team_id: string | null;
            /** Until */
            until: string | null;
            /** Denied */
            denied: boolean;
            /** Conditional */
            conditional: boolean;
        };
        /**
         * Standing
         * @description Somebody's second factors, and what waits for a second administrator.
         */
        Standing: {
            /** Enabled */
            enabled: boolean;
            /** Methods */
            methods: string[];
            /** Waived Until */
            waived_until: string | null;
            /** Pending */
            pending: components["schemas"]["RecoveryView"][];
        };
        /**
         * State
         * @description `pending` until decided; it becomes `expired` by the clock, and only an approved one can be
         *     `revoked`.
         * @enum {string}
         */
        State: "pending" | "approved" | "rejected" | "expired" | "cancelled" | "revoked";
        /**
         * Status
         * @description Only what is `active` may act; `pending` was invited; `revoked` and `deleted` are final.
         * @enum {string}
         */
        Status: "pending" | "active" | "frozen" | "suspended" | "revoked" | "deleted";
        /**
         * StepView
         * @description Something that happened to a policy; `event_id` is the journal's event of it.
         */
        StepView: {
            /** Event Id */
            event_id: string;
            /** Action */
            action: string;
            actor: components["schemas"]["functions__policies__schemas__ActorView"];
            /** At */
            at: string;
            /** Message */
            message: string;
            /** Version */
            version: number | null;
            /** In Force From */
            in_force_from: string | null;
            /** In Force Until */
            in_force_until: string | null;
        };
        /**
         * Suspension
         * @description Why someone loses access, for the record.
         */
        Suspension: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * TargetType
         * @description Whose budget is raised.
         * @enum {string}
         */
        TargetType: "key" | "user" | "team" | "organization";
        /**
         * TeamBranch
         * @description A team with how many people are in it, and the teams below it.
         */
        TeamBranch: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Description */
            description: string;
            /** Parent Team Id */
            parent_team_id: string | null;
            /** Cost Center */
            cost_center: string;
            /** Metadata */
            metadata: {
                [key: string]: string;
            };
            /** People */
            people: number;
            /** Below */
            below: components["schemas"]["TeamBranch"][];
        };
        /**
         * TeamChanges
         * @description Only what is sent changes; a null parent moves the team to the top.
         */
        TeamChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Parent Team Id */
            parent_team_id?: string | null;
            /**
             * Cost Center
             * @default
             */
            cost_center?: string;
            /**
             * Metadata
             * @default {}
             */
            metadata?: {
                [key: string]: string;
            };
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "frozen";
        };
        /**
         * TeamMemberView
         * @description Somebody in a team; `roles` hold in it and below, `version` is that of the person.
         */
        TeamMemberView: {
            /** User Id */
            user_id: string;
            /** Team Id */
            team_id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Status */
            status: string;
            /** Roles */
            roles: string[];
            /** Version */
            version: number;
        };
        /**
         * TeamRolesBody
         * @description Roles in a team: `owner`, `admin` or `manager` manage it, `member` has none.
         *
         *     Any other name is that of a role. `role` and `roles` are added up.
         */
        TeamRolesBody: {
            /** Role */
            role?: string | null;
            /**
             * Roles
             * @default []
             */
            roles?: string[];
        };
        /**
         * TeamTree
         * @description The teams of an organization, those without a parent first.
         */
        TeamTree: {
            /** Items */
            items: components["schemas"]["TeamBranch"][];
        };
        /**
         * TeamView
         * @description A team.
         */
        TeamView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Description */
            description: string;
            /** Parent Team Id */
            parent_team_id: string | null;
            /** Cost Center */
            cost_center: string;
            /** Metadata */
            metadata: {
                [key: string]: string;
            };
        };
        /**
         * TemplateSummary
         * @description A ready-made set of policies.
         */
        TemplateSummary: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /**
             * Policies
             * @description Their names.
             */
            policies: string[];
            /** Parameters */
            parameters: components["schemas"]["ParameterView"][];
        };
        /**
         * TemplateView
         * @description A template whole: its documents have `{{PARAMETER}}`s.
         */
        TemplateView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Parameters */
            parameters: components["schemas"]["ParameterView"][];
            /** Controls */
            controls: components["schemas"]["ControlView"][];
            /** Not Covered */
            not_covered: string[];
            /** Documents */
            documents: {
                [key: string]: unknown;
            }[];
        };
        /**
         * TestResult
         * @description What came of one test; `message` says what differs.
         */
        TestResult: {
            /** Name */
            name: string;
            /** Passed */
            passed: boolean;
            /** Expected */
            expected: {
                [key: string]: string;
            };
            /** Action */
            action: string;
            /** Rules */
            rules: string[];
            /** Message */
            message: string;
        };
        /**
         * TestRun
         * @description Of which version; without one, of the latest.
         */
        TestRun: {
            /** Version */
            version?: number | null;
        };
        /**
         * TestsView
         * @description `passed` when every test did.
         */
        TestsView: {
            /** Number */
            number: number;
            /** Passed */
            passed: boolean;
            /** Results */
            results: components["schemas"]["TestResult"][];
        };
        /**
         * Token
         * @description A session. Both lives are in seconds; with delivery by cookie both tokens are null.
         *
         *     `password_expires_at` is when the password is too old; `password_expires_soon` says that this is
         *     within the days that the organization warns. With `password_change_required` it is weak or too
         *     old; unless it is still that of the first set-up, nothing else is allowed before it
         *     is changed. From `mfa_required_by` on the same holds for enrolling a second factor.
         */
        Token: {
            /** Access Token */
            access_token: string | null;
            /** Refresh Token */
            refresh_token: string | null;
            /**
             * Token Type
             * @default Bearer
             * @constant
             */
            token_type?: "Bearer";
            /** Expires In */
            expires_in: number;
            /** Refresh Expires In */
            refresh_expires_in: number;
            user: components["schemas"]["PersonView"];
            /**
             * Requires Mfa
             * @default false
             * @constant
             */
            requires_mfa?: false;
            /** Password Expires At */
            password_expires_at?: string | null;
            /**
             * Password Expires Soon
             * @default false
             */
            password_expires_soon?: boolean;
            /**
             * Password Change Required
             * @default false
             */
            password_change_required?: boolean;
            /** Mfa Required By */
            mfa_required_by?: string | null;
        };
        /**
         * TotalsView
         * @description Sums. `requests` counts the refused and the failed (`errors`) too; times are averages.
         */
        TotalsView: {
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Total Tokens */
            total_tokens: number;
            /** Cache Read Tokens */
            cache_read_tokens: number;
            /** Cache Write Tokens */
            cache_write_tokens: number;
            /** Reasoning Tokens */
            reasoning_tokens: number;
            /** Audio Tokens */
            audio_tokens: number;
            /** Cost Usd */
            cost_usd: string;
            /** Avg Latency Ms */
            avg_latency_ms: number | null;
            /** Avg First Byte Ms */
            avg_first_byte_ms: number | null;
        };
        /**
         * TrendDay
         * @description Requests of one day that the policy spoke about, dry runs apart.
         */
        TrendDay: {
            /** Day */
            day: string;
            /** Triggered */
            triggered: number;
            /** Shadow */
            shadow: number;
        };
        /**
         * UsageSummaryView
         * @description Usage in a span of time, in all and by group.
         */
        UsageSummaryView: {
            /** Start */
            start: string;
            /** End */
            end: string;
            /** Time Zone */
            time_zone: string;
            group_by: components["schemas"]["GroupBy"];
            /** Requests */
            requests: number;
            /** Refused */
            refused: number;
            /** Errors */
            errors: number;
            /** Input Tokens */
            input_tokens: number;
            /** Output Tokens */
            output_tokens: number;
            /** Total Tokens */
            total_tokens: number;
            /** Total Cost Usd */
            total_cost_usd: string;
            totals: components["schemas"]["TotalsView"];
            /** Items */
            items: components["schemas"]["GroupView"][];
        };
        /**
         * UserChanges
         * @description Only what is sent changes.
         */
        UserChanges: {
            /** Budget Usd */
            budget_usd?: (string | number) | null;
            /** @default monthly */
            budget_period?: components["schemas"]["Period"];
            /** Budgets */
            budgets?: components["schemas"]["BudgetBody"][] | null;
            rate_limit?: components["schemas"]["RateLimitBody"] | null;
            /**
             * Name
             * @default -
             */
            name?: string;
            /**
             * Roles
             * @default []
             */
            roles?: string[];
            /**
             * Team Ids
             * @default []
             */
            team_ids?: string[];
            /**
             * Team Roles
             * @default {}
             */
            team_roles?: {
                [key: string]: string[];
            };
            /**
             * Attributes
             * @default {}
             */
            attributes?: {
                [key: string]: string;
            };
            /**
             * Status
             * @default active
             * @enum {string}
             */
            status?: "active" | "suspended";
        };
        /**
         * UserView
         * @description A person. `source` is where they come from: `local`, or what provisioned them.
         *
         *     `pending` people have not joined yet. `mfa_methods` are the second factors that are enrolled.
         */
        UserView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Name */
            name: string;
            status: components["schemas"]["Status"];
            /** Budgets */
            budgets: components["schemas"]["PeriodBudgetView"][];
            rate_limit: components["schemas"]["RateLimitView"] | null;
            /** Created At */
            created_at: string;
            /** Version */
            version: number;
            /** Email */
            email: string;
            /** Email Verified */
            email_verified: boolean;
            /** Roles */
            roles: string[];
            /** Team Ids */
            team_ids: string[];
            /** Team Roles */
            team_roles: {
                [key: string]: string[];
            };
            /** Elevations */
            elevations: components["schemas"]["GrantedElevation"][];
            /** Attributes */
            attributes: {
                [key: string]: string;
            };
            /** Status Reason */
            status_reason: string;
            /** Mfa Methods */
            mfa_methods: string[];
            /** Mfa Enabled */
            mfa_enabled: boolean;
            /** Source */
            source: string;
            /** External Id */
            external_id: string | null;
            /** Invited At */
            invited_at: string | null;
            /** Anonymize At */
            anonymize_at: string | null;
        };
        /**
         * Verification
         * @description The second step of a sign-in; `session_id` is another name of `mfa_token`.
         */
        Verification: {
            /** Code */
            code?: string | null;
            /** Backup Code */
            backup_code?: string | null;
            /** Passkey */
            passkey?: {
                [key: string]: unknown;
            } | null;
            /** Mfa Token */
            mfa_token: string;
            /**
             * Delivery
             * @description `cookie` leaves the tokens out of the answer: a page has no use for them.
             * @default token
             * @enum {string}
             */
            delivery?: "token" | "cookie";
        };
        /**
         * VerificationView
         * @description What a link would confirm. With `needs_password` the one of the registration is sent too.
         */
        VerificationView: {
            /** Email */
            email: string;
            /** Needs Password */
            needs_password: boolean;
            /** Expires At */
            expires_at: string;
        };
        /**
         * VersionView
         * @description An immutable version, and how it differs from the one before it.
         */
        VersionView: {
            /** Policy Id */
            policy_id: string;
            /** Number */
            number: number;
            /** Content Hash */
            content_hash: string;
            author: components["schemas"]["functions__policies__schemas__ActorView"];
            /** Message */
            message: string;
            /** Created At */
            created_at: string;
            /** Differences */
            differences: components["schemas"]["FieldChange"][];
            document: components["schemas"]["DocumentView"];
        };
        /**
         * VoteView
         * @description One person's yes.
         */
        VoteView: {
            by: components["schemas"]["functions__policies__approval_schemas__ActorView"];
            /** At */
            at: string;
            /** Comment */
            comment: string;
        };
        /**
         * Waiting
         * @description The token of a sign-in that waits for a second factor.
         */
        Waiting: {
            /** Mfa Token */
            mfa_token: string;
        };
        /**
         * Way
         * @description A connection that somebody may sign in by.
         */
        Way: {
            /** Connection Id */
            connection_id: string;
            /** Name */
            name: string;
            provider: components["schemas"]["Provider"];
            /** Start Url */
            start_url: string;
        };
        /**
         * Ways
         * @description All connections for the address's domain; `connection_id` is the first, or null.
         */
        Ways: {
            /** Connection Id */
            connection_id: string | null;
            /** Connections */
            connections: components["schemas"]["Way"][];
        };
        /**
         * WholeRole
         * @description All of a role but its name; what is not sent is empty.
         */
        WholeRole: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Permissions
             * @default []
             */
            permissions?: string[];
            /**
             * Denied Permissions
             * @default []
             */
            denied_permissions?: string[];
            /**
             * Inherits
             * @default []
             */
            inherits?: string[];
            /** Condition */
            condition?: string | null;
            /**
             * Elevatable
             * @default false
             */
            elevatable?: boolean;
            /** Name */
            name?: string | null;
        };
        /**
         * Withdrawing
         * @description What to say about it, if anything.
         */
        Withdrawing: {
            /**
             * Comment
             * @default
             */
            comment?: string;
        };
        /**
         * ActorView
         * @description Who acted: a `user` or an `api_key`.
         */
        functions__policies__approval_schemas__ActorView: {
            /** Type */
            type: string;
            /** Id */
            id: string;
        };
        /**
         * ReasonView
         * @description What one policy says; `wanted` is what it asks for under strict enforcement.
         */
        functions__policies__rehearsal_schemas__ReasonView: {
            /** Policy Id */
            policy_id: string;
            /** Policy Name */
            policy_name: string;
            /** Number */
            number: number;
            /** Type */
            type: string;
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Severity */
            severity: string;
            /** Enforcement Level */
            enforcement_level: string;
            /** Dry Run */
            dry_run: boolean;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
        };
        /**
         * ViolationView
         * @description A rule that the call breaks.
         */
        functions__policies__rehearsal_schemas__ViolationView: {
            /** Policy Id */
            policy_id: string;
            /** Policy Name */
            policy_name: string;
            /** Rule Violated */
            rule_violated: string;
            /** Severity */
            severity: string;
            /** Message */
            message: string;
            /** Action */
            action: string;
        };
        /**
         * ReasonView
         * @description What the draft says about a call.
         */
        functions__policies__replay_schemas__ReasonView: {
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
        };
        /**
         * ScopeView
         * @description Who is meant as of today: how many, and the first of their ids.
         */
        functions__policies__replay_schemas__ScopeView: {
            /** Users */
            users: number;
            /** Teams */
            teams: number;
            /** Keys */
            keys: number;
            /** User Ids */
            user_ids: string[];
            /** Team Ids */
            team_ids: string[];
            /** Key Ids */
            key_ids: string[];
        };
        /**
         * ActorView
         * @description Who did it.
         */
        functions__policies__schemas__ActorView: {
            /** Type */
            type: string;
            /** Id */
            id: string;
        };
        /**
         * ScopeView
         * @description Whom a policy is for; `ids` are empty for the whole organization.
         */
        functions__policies__schemas__ScopeView: {
            /** Level */
            level: string;
            /** Ids */
            ids: string[];
        };
        /**
         * ViolationView
         * @description What one rule of a policy said about a request, and what people made of it.
         *
         *     `action` is what was done and `wanted` what the policy asks for under strict enforcement.
         *     `findings` counts what was found by kind, never what it was. `status` is its review.
         */
        functions__policies__violation_schemas__ViolationView: {
            /** Id */
            id: string;
            /** Organization Id */
            organization_id: string;
            /** Occurred At */
            occurred_at: string;
            /** Request Id */
            request_id: string;
            /** Policy Id */
            policy_id: string;
            /** Policy Version */
            policy_version: number;
            /** Policy Name */
            policy_name: string;
            /** Policy Type */
            policy_type: string;
            /** Rule */
            rule: string;
            /** Action */
            action: string;
            /** Wanted */
            wanted: string;
            /** Enforcement */
            enforcement: string;
            /** Severity */
            severity: string;
            /** Shadow */
            shadow: boolean;
            /** Message */
            message: string;
            /** Findings */
            findings: {
                [key: string]: number;
            };
            /** Grant Id */
            grant_id: string | null;
            /** Approval Id */
            approval_id: string | null;
            /** Decision */
            decision: string;
            /** Key Id */
            key_id: string;
            /** User Id */
            user_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Operation */
            operation: string;
            /** Provider */
            provider: string;
            /** Model */
            model: string;
            /** Requested Model */
            requested_model: string;
            /** Cost Usd */
            cost_usd: string;
            /** Hold Usd */
            hold_usd: string;
            status: components["schemas"]["ReviewStatus"];
            /** Resolved */
            resolved: boolean;
            /** False Positive */
            false_positive: boolean;
            review: components["schemas"]["ReviewView"];
            /** Version */
            version: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_access_reviews: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AccessReviewView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_access_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccessReview"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessReviewView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_access_review: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Only items that wait for a decision. */
                undecided?: boolean;
            };
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessReviewDetail"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_access_review: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AccessReviewEnd"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessReviewView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decide_access_review_item: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                review_id: string;
                item_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessDecision"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessReviewItemView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_access_review: {
        parameters: {
            query?: {
                format?: "csv" | "json";
            };
            header?: never;
            path: {
                review_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The review with all of its items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessReviewReport"];
                    "text/csv": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_access_rules: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AccessRuleView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_access_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccessRule"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRuleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_access_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRuleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_access_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_access_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessRuleChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessRuleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bootstrap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bootstrap"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bootstrapped"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_network_security: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_network_security: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_network_security: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_recovery_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Lost"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryToken"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_security_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecuritySettings"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_security_settings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecurityChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecuritySettings"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_api_keys: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                status?: components["schemas"]["Status"] | null;
                user_id?: string | null;
                team_id?: string | null;
                /** @description Only keys that nobody used for so many days. */
                stale_days?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKeyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rotation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_approvals: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                state?: components["schemas"]["State"] | null;
                status?: components["schemas"]["State"] | null;
                kind?: components["schemas"]["Kind"] | null;
                policy_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                /** @description Only others' that the caller may decide. */
                mine?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApprovalView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApproval"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Approving"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Withdrawing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rejecting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_approval: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Withdrawing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"] | components["schemas"]["ChallengeView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout_all: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LogoutAll"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MfaView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renew_backup_codes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renewal"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupCodes"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_mfa_challenge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Waiting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChallengeView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Disabling"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enabled"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recover_by_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recovering"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_up_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_mfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verification"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_mfa_setup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enabled"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_provider: {
        parameters: {
            query?: {
                /** @description A path of this site to go to afterwards. */
                return_to?: string | null;
                organization_id?: string | null;
            };
            header?: never;
            path: {
                provider: "google" | "github" | "microsoft" | "okta" | "oidc";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callback_of_provider: {
        parameters: {
            query?: {
                code?: string | null;
                state?: string | null;
                error?: string | null;
                iss?: string | null;
            };
            header?: never;
            path: {
                provider: "google" | "github" | "microsoft" | "okta" | "oidc";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exchange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: "google" | "github" | "microsoft" | "okta" | "oidc";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallbackBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"] | components["schemas"]["ChallengeView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PasskeyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_passkey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeySignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkey_sign_in_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PasskeyQuestion"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkey_reauthentication_options: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    passkey_registration_options: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyName"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirm_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Address"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterOnItsWay"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Address"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterOnItsWay"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_reset_for_clients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Address"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterOnItsWay"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reauthenticate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reauthenticate"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reauthenticated"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationAccepted"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description Whose sessions; one's own when absent. */
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SessionView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_sessions: {
        parameters: {
            query?: {
                /** @description Whose sessions; one's own when absent. */
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callback: {
        parameters: {
            query?: {
                code?: string | null;
                state?: string | null;
                error?: string | null;
                iss?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Discover"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ways"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start: {
        parameters: {
            query?: {
                /** @description A path of this site to go to afterwards. */
                return_to?: string | null;
                /** @description Who is about to sign in. */
                login_hint?: string | null;
            };
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resend: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Address"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterOnItsWay"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EmailConfirmation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    budgets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BudgetView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_costs: {
        parameters: {
            query?: {
                format?: "csv" | "json";
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                /** @description Whose days are meant; the organization's when left out. */
                time_zone?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The charges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cost_summary: {
        parameters: {
            query?: {
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                group_by?: components["schemas"]["GroupBy"];
                /** @description Whose days are meant; the organization's when left out. */
                time_zone?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                operation?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostSummaryView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_elevations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                state?: components["schemas"]["ElevationState"] | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ElevationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_elevation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewElevation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ElevationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_elevation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ElevationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_elevation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ElevationRemark"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ElevationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_elevation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ElevationRejection"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ElevationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_elevation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ElevationRemark"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ElevationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_InvitationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resend_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_mfa_too: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Disabling"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_or_enable_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MaybeConfirmation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupView"] | components["schemas"]["Enabled"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_new_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enabled"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_organizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OrganizationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrganization"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_organization: {
        parameters: {
            query: {
                /** @description The organization's slug. */
                confirm: string;
            };
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    freeze_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MemberView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                organization_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_organization_teams: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TeamView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_organization_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unfreeze_organization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policies: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                policy_type?: components["schemas"]["PolicyType"] | null;
                status?: components["schemas"]["PolicyStatus"] | null;
                /** @description Part of a name or description. */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PolicyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bulk_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_bundle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bundle_hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BundleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_policies: {
        parameters: {
            query?: {
                format?: "yaml" | "json";
                type?: components["schemas"]["PolicyType"] | null;
                status?: components["schemas"]["PolicyStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                    "application/json": Record<string, never>;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_policies: {
        parameters: {
            query?: {
                /** @description Part of a name or description. */
                q?: string | null;
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                status?: components["schemas"]["PolicyStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PolicyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_violations_of_policies: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                policy_id?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                severity?: ("low" | "medium" | "high" | "critical") | null;
                status?: components["schemas"]["ReviewStatus"] | null;
                action?: components["schemas"]["Action"] | null;
                user_id?: string | null;
                team_id?: string | null;
                key_id?: string | null;
                model?: string | null;
                request_id?: string | null;
                /** @description Dry runs alone, or none of them. */
                shadow?: boolean | null;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_violation_of_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolving"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedPolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedPolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activate_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Activation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deactivate_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Deactivation"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_dry_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DryRunBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_dry_run: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy_effectiveness: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectivenessView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy_history: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StepView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    policy_impact: {
        parameters: {
            query?: {
                /** @description The latest when left out. */
                version?: number | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_past_calls: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollback_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rollback"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestRun"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestsView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policy_versions: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VersionView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_policy_version: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedPolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policy_violations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                status?: components["schemas"]["ReviewStatus"] | null;
                /** @description Dry runs alone, or none of them. */
                shadow?: boolean | null;
            };
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policy_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TemplateSummary_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    instantiate_policy_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstantiationBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PoliciesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_prices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PricesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_prices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_requests: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                operation?: string | null;
                /** @description `refused` and `failed` are those that a summary counts so. */
                outcome?: components["schemas"]["CallOutcome"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RequestRow_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_one_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplanationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_roles: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RoleView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PermissionView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WholeRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ConnectionView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConnection"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_teams: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description Teams right below this one. */
                parent_team_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TeamView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_tree: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamTree"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_team: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_team_members: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TeamMemberView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_team_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeamMember"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMemberView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_team_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamRolesBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMemberView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_team_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_team_tree: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamBranch"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    usage_summary: {
        parameters: {
            query?: {
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                group_by?: components["schemas"]["GroupBy"];
                /** @description Whose days are meant; the organization's when left out. */
                time_zone?: string | null;
                provider?: string | null;
                model?: string | null;
                team_id?: string | null;
                user_id?: string | null;
                key_id?: string | null;
                operation?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageSummaryView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description How many matches to skip; not with a cursor. */
                offset?: number;
                email?: string | null;
                status?: components["schemas"]["Status"] | null;
                role?: string | null;
                team_id?: string | null;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_users: {
        parameters: {
            query?: {
                /** @description Says what would happen and changes nothing. */
                dry_run?: boolean;
                /** @description Writes everybody new a letter with a link to join. */
                invite?: boolean;
            };
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleTable"];
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description What became of each line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                    "text/csv": string;
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_own_api_keys: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                status?: components["schemas"]["Status"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKeyView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_own_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnApiKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_own_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activate_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_activity: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ActivityView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    anonymize_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Anonymizing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deactivate_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Suspension"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_user_mfa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bypass_user_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bypass"];
            };
        };
        responses: {
            /** @description A second administrator confirmed it: done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryView"];
                };
            };
            /** @description A second administrator has to confirm it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_user_mfa: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reset"];
            };
        };
        responses: {
            /** @description A second administrator confirmed it: done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryView"];
                };
            };
            /** @description A second administrator has to confirm it */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_user_mfa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
                kind: components["schemas"]["RecoveryKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offboard_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeavingBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartureView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    user_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectivePermissionsView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reactivate_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign_role: {
        parameters: {
            query?: {
                /** @description The role in this team and below only. */
                team_id?: string | null;
            };
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_role: {
        parameters: {
            query?: {
                /** @description The role in this team and below only. */
                team_id?: string | null;
            };
            header?: never;
            path: {
                user_id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspend_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Suspension"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_violations: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                start?: string | null;
                /** @description A day, 2026-11-21, or an RFC 3339 time with an offset. */
                end?: string | null;
                policy_id?: string | null;
                type?: components["schemas"]["PolicyType"] | null;
                severity?: ("low" | "medium" | "high" | "critical") | null;
                status?: components["schemas"]["ReviewStatus"] | null;
                action?: components["schemas"]["Action"] | null;
                user_id?: string | null;
                team_id?: string | null;
                key_id?: string | null;
                model?: string | null;
                request_id?: string | null;
                /** @description Dry runs alone, or none of them. */
                shadow?: boolean | null;
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ViolationView_"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_violation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge_violation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acknowledging"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopen_violation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Reopening"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve_violation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                violation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolving"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["functions__policies__violation_schemas__ViolationView"];
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_groups: {
        parameters: {
            query?: {
                /** @description Such as `userName eq "ada@acme.com"`. */
                filter?: string | null;
                /** @description The first item, from 1. */
                startIndex?: number;
                /** @description How many items; 100 at most. */
                count?: number;
                /** @description Only these attributes, with commas between. */
                attributes?: string | null;
                /** @description All but these attributes. */
                excludedAttributes?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_group: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resource"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_groups: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Search"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_group: {
        parameters: {
            query?: {
                /** @description Only these attributes, with commas between. */
                attributes?: string | null;
                /** @description All but these attributes. */
                excludedAttributes?: string | null;
            };
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_group: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resource"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_group: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_group: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resource"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_resource_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_resource_type: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_schemas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_schema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                schema_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    service_provider_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_people: {
        parameters: {
            query?: {
                /** @description Such as `userName eq "ada@acme.com"`. */
                filter?: string | null;
                /** @description The first item, from 1. */
                startIndex?: number;
                /** @description How many items; 100 at most. */
                count?: number;
                /** @description Only these attributes, with commas between. */
                attributes?: string | null;
                /** @description All but these attributes. */
                excludedAttributes?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resource"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_people: {
        parameters: {
            query?: never;
            header?: {
                /** @description Under the same key the first answer is given again for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Search"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_person: {
        parameters: {
            query?: {
                /** @description Only these attributes, with commas between. */
                attributes?: string | null;
                /** @description All but these attributes. */
                excludedAttributes?: string | null;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resource"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this change is based on; 412 when it is not the current one. */
                "if-match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resource"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What went wrong */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_chat_completion: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    messages?: unknown[];
                    /** @description Lowered to what the budgets can hold; the model's own limit where absent. */
                    max_tokens?: number;
                    stream?: boolean;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/event-stream": string;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    create_embedding: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    input?: unknown;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    create_message: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    messages?: unknown[];
                    /** @description Lowered to what the budgets can hold; the model's own limit where absent. */
                    max_tokens?: number;
                    stream?: boolean;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/event-stream": string;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    count_message_tokens: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "x-tollgate-tags"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model: string;
                    messages?: unknown[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    list_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer */
            200: {
                headers: {
                    /** @description The request record's id, for GET /api/v1/requests/{request_id}. */
                    "x-request-id"?: string;
                    /** @description What the call cost; a stream's cost is in its record. */
                    "x-tollgate-cost-usd"?: string;
                    /** @description The smallest remaining budget, as last known here. */
                    "x-tollgate-budget-remaining-usd"?: string;
                    /** @description allow, clamp, or deny. */
                    "x-tollgate-decision"?: string;
                    /** @description The version that the decision was made under. */
                    "x-tollgate-policy-version"?: string;
                    /** @description The provider that answered. */
                    "x-tollgate-provider"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description The dialect's own error object */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
}
