--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: api_requests; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_requests (
    id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    user_id text NOT NULL COLLATE pg_catalog."C",
    user_name text NOT NULL COLLATE pg_catalog."C",
    ending text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    finished_at text NOT NULL COLLATE pg_catalog."C",
    result text NOT NULL COLLATE pg_catalog."C",
    error text NOT NULL COLLATE pg_catalog."C",
    output text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL
);


--
-- Name: attempts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attempts (
    job_id bigint NOT NULL,
    task integer NOT NULL,
    attempt integer NOT NULL,
    provider text NOT NULL COLLATE pg_catalog."C",
    region text NOT NULL COLLATE pg_catalog."C",
    zone text NOT NULL COLLATE pg_catalog."C",
    instance_type text NOT NULL COLLATE pg_catalog."C",
    spot integer NOT NULL,
    price_per_hour double precision NOT NULL,
    nodes integer NOT NULL,
    launched_at text NOT NULL COLLATE pg_catalog."C",
    cluster_at text COLLATE pg_catalog."C",
    run_at text COLLATE pg_catalog."C",
    ended_at text COLLATE pg_catalog."C",
    released_at text COLLATE pg_catalog."C",
    fault text COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    resume_from text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL
);


--
-- Name: cursors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.cursors (
    reader text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL,
    n integer NOT NULL
);


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    batch bigint NOT NULL,
    n integer NOT NULL,
    job_id bigint NOT NULL,
    task integer NOT NULL,
    attempt integer NOT NULL,
    at text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    from_state text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    status text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: job_counts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job_counts (
    status text NOT NULL COLLATE pg_catalog."C",
    jobs bigint NOT NULL
);


--
-- Name: jobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    user_name text NOT NULL COLLATE pg_catalog."C",
    priority integer NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    status_reason text NOT NULL COLLATE pg_catalog."C",
    live integer NOT NULL,
    recoveries integer NOT NULL,
    submitted_at text NOT NULL COLLATE pg_catalog."C",
    started_at text COLLATE pg_catalog."C",
    ended_at text COLLATE pg_catalog."C",
    parked text NOT NULL COLLATE pg_catalog."C",
    spec_hash text NOT NULL COLLATE pg_catalog."C",
    meta text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL
);


--
-- Name: leader; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leader (
    id integer NOT NULL,
    epoch bigint NOT NULL,
    last_batch bigint NOT NULL,
    installation text NOT NULL COLLATE pg_catalog."C",
    incarnation integer NOT NULL,
    feature_level integer NOT NULL,
    holder text NOT NULL COLLATE pg_catalog."C",
    last_job_id bigint NOT NULL,
    backend_pid integer DEFAULT 0 NOT NULL,
    backend_start text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT leader_id_check CHECK ((id = 1))
);


--
-- Name: lease; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lease (
    id integer NOT NULL,
    holder text NOT NULL COLLATE pg_catalog."C",
    term bigint NOT NULL,
    renewals bigint NOT NULL,
    duration_ms bigint NOT NULL,
    backend_pid integer NOT NULL,
    CONSTRAINT lease_id_check CHECK ((id = 1))
);


--
-- Name: migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.migrations (
    version integer NOT NULL,
    name text NOT NULL,
    checksum bigint NOT NULL
);


--
-- Name: requests; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.requests (
    key text NOT NULL COLLATE pg_catalog."C",
    body_hash text NOT NULL COLLATE pg_catalog."C",
    answer text NOT NULL COLLATE pg_catalog."C",
    at text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL
);


--
-- Name: secrets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.secrets (
    job_id bigint NOT NULL,
    sealed text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL
);


--
-- Name: settled; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.settled (
    name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: specs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.specs (
    hash text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    overrides text NOT NULL COLLATE pg_catalog."C",
    batch bigint NOT NULL
);


--
-- Name: tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tokens (
    id text NOT NULL COLLATE pg_catalog."C",
    sha256 text NOT NULL COLLATE pg_catalog."C",
    user_name text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    created_at text NOT NULL COLLATE pg_catalog."C",
    created_by text NOT NULL COLLATE pg_catalog."C",
    expires_at text COLLATE pg_catalog."C",
    revoked_at text COLLATE pg_catalog."C",
    last_used_at text COLLATE pg_catalog."C"
);


--
-- Data for Name: api_requests; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: attempts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.attempts VALUES (1, 0, 3, 'fake', 'east', 'east-1', 'small', 1, 0.1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:01.123456789Z', NULL, '2026-11-21T12:00:03.123456789Z', NULL, 'PREEMPTED', 'the spot node was taken back', 'from the beginning', 1);


--
-- Data for Name: cursors; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.events VALUES (1, 0, 1, 0, 1, '2026-11-21T12:00:00.123456789Z', 'admitted', 'queued', 'placing', 'STARTING', 'seat 3 of 8');


--
-- Data for Name: job_counts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.job_counts VALUES ('CANCELLED', 1);
INSERT INTO public.job_counts VALUES ('FAILED', 1);
INSERT INTO public.job_counts VALUES ('PENDING', 1);
INSERT INTO public.job_counts VALUES ('RECOVERING', 8);
INSERT INTO public.job_counts VALUES ('RUNNING', 6);
INSERT INTO public.job_counts VALUES ('SUCCEEDED', 1);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.jobs VALUES (1, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-1-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"activating","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","tries":2,"notBefore":"2026-11-21T12:00:05.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (2, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-2-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"backoff","until":"2026-11-21T12:00:16.123456789Z","fault":"CAPACITY","detail":"no room: \"zone\" full"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (3, 'train', 'ann', 0, 'PENDING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-3-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"blocked"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (4, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-4-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"draining","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"after":{"is":"retry","fault":"PREEMPTED","detail":"the spot node was taken back"},"since":"2026-11-21T12:00:00.123456789Z","deadline":"2026-11-21T12:00:30.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (5, 'train', 'ann', 0, 'CANCELLED', '', 0, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-5-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"cancelled","by":"ann"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (6, 'train', 'ann', 0, 'FAILED', '', 0, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-6-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"failed","fault":"USER","detail":"exit code 3"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (7, 'train', 'ann', 0, 'SUCCEEDED', '', 0, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-7-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"succeeded"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (8, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-8-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"judging","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"inSetup":false,"code":137,"since":"2026-11-21T12:00:00.123456789Z","ranFor":1234000000},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (9, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-9-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"launching","attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"resume":{"is":"beginning"},"since":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (10, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', '5d7aa6d615ce23073f9d6027342986d347589aac46fbce8b05011ea798e82cea', '{"v":1,"taskIds":["sky-train-10-0","sky-train-10-1","sky-train-10-2"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"succeeded"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[{"attempt":1,"provider":"fake","held":{"is":"byToken"},"tries":0,"notBefore":"2026-11-21T12:00:00.123456789Z"},{"attempt":2,"provider":"fake","held":{"is":"byHandle","handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"}},"tries":3,"notBefore":"2026-11-21T12:00:00.123456789Z"}]},{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"running","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"good"}},"leftovers":[]},{"ledger":{"lastAttempt":0,"userErrors":0,"recoveries":0,"recovering":false,"infraStreak":0,"ranBefore":0,"waitingSince":"2026-11-21T12:00:00.123456789Z","lost":{"provider":"","region":"","zone":""},"seals":[],"started":"1970-01-01T00:00:00Z"},"phase":{"is":"blocked"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (11, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-11-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"placing","since":"2026-11-21T12:00:00.123456789Z","resume":{"is":"known","point":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"notBefore":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (12, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-12-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"placing","since":"2026-11-21T12:00:00.123456789Z","resume":{"is":"unknown"},"notBefore":"2026-11-21T12:00:01.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (13, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-13-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"preparing","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"good"}},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (14, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-14-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"queued","since":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (15, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-15-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"releasing","attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"held":{"is":"byToken"},"after":{"is":"end","outcome":{"is":"succeeded"}},"since":"2026-11-21T12:00:00.123456789Z","tries":5,"notBefore":"2026-11-21T12:01:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (16, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-16-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"releasing","attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"held":{"is":"byHandle","handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"}},"after":{"is":"retry","fault":"PREEMPTED","detail":"the spot node was taken back"},"since":"2026-11-21T12:00:00.123456789Z","tries":5,"notBefore":"2026-11-21T12:01:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (17, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-17-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"running","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"lost","since":"2026-11-21T12:00:00.123456789Z","detail":"no route to host"}},"leftovers":[]}]}', 1);
INSERT INTO public.jobs VALUES (18, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-18-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"running","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"good"}},"leftovers":[]}]}', 1);


--
-- Data for Name: leader; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.leader VALUES (1, 1, 1, 'r2t70eok', 1, 1, 'who made it', 18, 0, '');


--
-- Data for Name: lease; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.lease VALUES (1, '', 0, 0, 0, 0);


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.migrations VALUES (1, 'V1__jobs_and_history.sql', 3114742265);
INSERT INTO public.migrations VALUES (2, 'V2__api_requests.sql', 4215010938);
INSERT INTO public.migrations VALUES (3, 'V3__high_availability.sql', 336724529);
INSERT INTO public.migrations VALUES (4, 'V4__access.sql', 2252533562);
INSERT INTO public.migrations VALUES (5, 'V5__settled.sql', 3633546591);


--
-- Data for Name: requests; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.requests VALUES ('key', 'body-1', '{"id":1}', '2026-11-21T12:00:00.123456789Z', 1);


--
-- Data for Name: secrets; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: settled; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: specs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.specs VALUES ('5d7aa6d615ce23073f9d6027342986d347589aac46fbce8b05011ea798e82cea', 'name: train
---
run: prepare
---
run: train
---
run: weigh
', '{"fallback_name":"job","command":false,"options":{},"envs":{},"secrets":[],"blobs":{}}', 1);
INSERT INTO public.specs VALUES ('fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', 'name: train
run: train
', '{"fallback_name":"job","command":false,"options":{},"envs":{},"secrets":[],"blobs":{}}', 1);


--
-- Data for Name: tokens; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: api_requests api_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_requests
    ADD CONSTRAINT api_requests_pkey PRIMARY KEY (id);


--
-- Name: attempts attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (job_id, task, attempt);


--
-- Name: cursors cursors_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (reader);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (batch, n);


--
-- Name: job_counts job_counts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_counts
    ADD CONSTRAINT job_counts_pkey PRIMARY KEY (status);


--
-- Name: jobs jobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);


--
-- Name: leader leader_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leader
    ADD CONSTRAINT leader_pkey PRIMARY KEY (id);


--
-- Name: lease lease_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (id);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (version);


--
-- Name: requests requests_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (key);


--
-- Name: secrets secrets_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.secrets
    ADD CONSTRAINT secrets_pkey PRIMARY KEY (job_id);


--
-- Name: settled settled_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.settled
    ADD CONSTRAINT settled_pkey PRIMARY KEY (name);


--
-- Name: specs specs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.specs
    ADD CONSTRAINT specs_pkey PRIMARY KEY (hash);


--
-- Name: tokens tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (id);


--
-- Name: api_requests_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX api_requests_by_age ON public.api_requests USING btree (created_at, id);


--
-- Name: events_by_job; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_by_job ON public.events USING btree (job_id, batch, n);


--
-- Name: jobs_by_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_by_name ON public.jobs USING btree (name, id);


--
-- Name: jobs_by_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_by_status ON public.jobs USING btree (status, id);


--
-- Name: jobs_by_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_by_user ON public.jobs USING btree (user_name, id);


--
-- Name: jobs_by_user_and_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_by_user_and_status ON public.jobs USING btree (user_name, status, id);


--
-- Name: jobs_live; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_live ON public.jobs USING btree (id) WHERE (live = 1);


--
-- Name: attempts attempts_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id);


--
-- Name: jobs jobs_spec_hash_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_spec_hash_fkey FOREIGN KEY (spec_hash) REFERENCES public.specs(hash);


--
-- Name: secrets secrets_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.secrets
    ADD CONSTRAINT secrets_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(id);


--
-- PostgreSQL database dump complete
--


