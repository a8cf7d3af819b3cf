/** What flows between operators and sits in state: flat public records, nothing else. */
package io.hostpulse.job.model;
