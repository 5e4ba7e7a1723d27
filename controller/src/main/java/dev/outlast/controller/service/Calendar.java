package dev.outlast.controller.service;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/// Periodic work, by Quartz: it only posts events. It never acts, and it never times the engine.
final class Calendar implements AutoCloseable {
    private static final Map<String, Runnable> POSTS = new ConcurrentHashMap<>();

    private final Scheduler scheduler;
    private final String name;

    Calendar(String name) throws SchedulerException {
        this.name = name;
        var properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", name);
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        this.scheduler = new StdSchedulerFactory(properties).getScheduler();
    }

    /// Posts at every interval, first after one; a missed time is posted once.
    void every(String what, Duration interval, Runnable post) throws SchedulerException {
        var key = name + "/" + what;
        POSTS.put(key, post);
        scheduler.scheduleJob(
                JobBuilder.newJob(Posting.class).withIdentity(key).build(),
                TriggerBuilder.newTrigger()
                        .startAt(Date.from(Instant.now().plus(interval)))
                        .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                .withIntervalInMilliseconds(interval.toMillis())
                                .repeatForever()
                                .withMisfireHandlingInstructionNextWithRemainingCount())
                        .build());
    }

    void start() throws SchedulerException {
        scheduler.start();
    }

    @Override
    public void close() throws SchedulerException {
        scheduler.shutdown(false);
        POSTS.keySet().removeIf(key -> key.startsWith(name + "/"));
    }

    /// Made by Quartz for each firing.
    public static final class Posting implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            var post = POSTS.get(context.getJobDetail().getKey().getName());
            if (post != null) {
                post.run();
            }
        }
    }
}
