<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About gmpscope</source>
        <translation>About gmpscope</translation>
    </message>
    <message>
        <source>A scheduler like Go's, with goroutines G, threads M and processors P, runs on this machine's cores, and this window shows what it does. GMP is Go's G-M-P here, not the GNU library.</source>
        <translation>A scheduler like Go's, with goroutines G, threads M and processors P, runs on this machine's cores, and this window shows what it does. GMP is Go's G-M-P here, not the GNU library.</translation>
    </message>
</context>
<context>
    <name>BoardPane</name>
    <message>
        <source>Scheduler board</source>
        <translation>Scheduler board</translation>
    </message>
</context>
<context>
    <name>Centre</name>
    <message>
        <source>Run again</source>
        <translation>Run again</translation>
    </message>
    <message>
        <source>The kernel doesn't say which thread is on which core.</source>
        <translation>The kernel doesn't say which thread is on which core.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Reading the trace …</source>
        <translation>Reading the trace …</translation>
    </message>
    <message>
        <source>Nothing has run yet.</source>
        <translation>Nothing has run yet.</translation>
    </message>
    <message>
        <source>Run “%1”</source>
        <translation>Run “%1”</translation>
    </message>
</context>
<context>
    <name>Ends</name>
    <message>
        <source>The run goes on.</source>
        <translation>The run goes on.</translation>
    </message>
    <message>
        <source>The run has finished.</source>
        <translation>The run has finished.</translation>
    </message>
    <message>
        <source>The run was stopped.</source>
        <translation>The run was stopped.</translation>
    </message>
    <message>
        <source>Deadlock: all goroutines wait, and nothing can wake them.</source>
        <translation>Deadlock: all goroutines wait, and nothing can wake them.</translation>
    </message>
    <message>
        <source>A goroutine panicked.</source>
        <translation>A goroutine panicked.</translation>
    </message>
    <message>
        <source>The worker was killed by signal %1 (%2).</source>
        <translation>The worker was killed by signal %1 (%2).</translation>
    </message>
    <message>
        <source>The worker ended with exit code %1.</source>
        <translation>The worker ended with exit code %1.</translation>
    </message>
    <message>
        <source>The trace ends in the middle: what comes later is missing.</source>
        <translation>The trace ends in the middle: what comes later is missing.</translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>the run starts</source>
        <translation>the run starts</translation>
    </message>
    <message>
        <source>the run ends</source>
        <translation>the run ends</translation>
    </message>
    <message>
        <source>deadlock</source>
        <translation>deadlock</translation>
    </message>
    <message>
        <source>a goroutine panics</source>
        <translation>a goroutine panics</translation>
    </message>
    <message>
        <source>text</source>
        <translation>text</translation>
    </message>
    <message>
        <source>an M starts</source>
        <translation>an M starts</translation>
    </message>
    <message>
        <source>an M ends</source>
        <translation>an M ends</translation>
    </message>
    <message>
        <source>an M parks</source>
        <translation>an M parks</translation>
    </message>
    <message>
        <source>an idle M is woken</source>
        <translation>an idle M is woken</translation>
    </message>
    <message>
        <source>a new M is made</source>
        <translation>a new M is made</translation>
    </message>
    <message>
        <source>an M wakes up</source>
        <translation>an M wakes up</translation>
    </message>
    <message>
        <source>an M sleeps until the next timer</source>
        <translation>an M sleeps until the next timer</translation>
    </message>
    <message>
        <source>an M begins to spin</source>
        <translation>an M begins to spin</translation>
    </message>
    <message>
        <source>an M stops spinning</source>
        <translation>an M stops spinning</translation>
    </message>
    <message>
        <source>an M looks for work to steal</source>
        <translation>an M looks for work to steal</translation>
    </message>
    <message>
        <source>an idle P is acquired</source>
        <translation>an idle P is acquired</translation>
    </message>
    <message>
        <source>a P is released</source>
        <translation>a P is released</translation>
    </message>
    <message>
        <source>state of a P</source>
        <translation>state of a P</translation>
    </message>
    <message>
        <source>contents of a local queue</source>
        <translation>contents of a local queue</translation>
    </message>
    <message>
        <source>a goroutine is created</source>
        <translation>a goroutine is created</translation>
    </message>
    <message>
        <source>a goroutine ends</source>
        <translation>a goroutine ends</translation>
    </message>
    <message>
        <source>state of a goroutine</source>
        <translation>state of a goroutine</translation>
    </message>
    <message>
        <source>put into the local queue</source>
        <translation>put into the local queue</translation>
    </message>
    <message>
        <source>overflow to the global queue</source>
        <translation>overflow to the global queue</translation>
    </message>
    <message>
        <source>start from runnext</source>
        <translation>start from runnext</translation>
    </message>
    <message>
        <source>start from the local queue</source>
        <translation>start from the local queue</translation>
    </message>
    <message>
        <source>start from the global queue</source>
        <translation>start from the global queue</translation>
    </message>
    <message>
        <source>start of a stolen goroutine</source>
        <translation>start of a stolen goroutine</translation>
    </message>
    <message>
        <source>start of a goroutine stolen from runnext</source>
        <translation>start of a goroutine stolen from runnext</translation>
    </message>
    <message>
        <source>a goroutine blocks</source>
        <translation>a goroutine blocks</translation>
    </message>
    <message>
        <source>it waits for this channel too</source>
        <translation>it waits for this channel too</translation>
    </message>
    <message>
        <source>a goroutine is woken</source>
        <translation>a goroutine is woken</translation>
    </message>
    <message>
        <source>a goroutine yields</source>
        <translation>a goroutine yields</translation>
    </message>
    <message>
        <source>a goroutine makes room for another</source>
        <translation>a goroutine makes room for another</translation>
    </message>
    <message>
        <source>an M waits for the network</source>
        <translation>an M waits for the network</translation>
    </message>
    <message>
        <source>an M has polled the network</source>
        <translation>an M has polled the network</translation>
    </message>
    <message>
        <source>the network wakes a goroutine, into the local queue</source>
        <translation>the network wakes a goroutine, into the local queue</translation>
    </message>
    <message>
        <source>the network wakes a goroutine, into the global queue</source>
        <translation>the network wakes a goroutine, into the global queue</translation>
    </message>
    <message>
        <source>a goroutine enters a system call</source>
        <translation>a goroutine enters a system call</translation>
    </message>
    <message>
        <source>a goroutine comes back, with the P that it had</source>
        <translation>a goroutine comes back, with the P that it had</translation>
    </message>
    <message>
        <source>a goroutine comes back, with another P</source>
        <translation>a goroutine comes back, with another P</translation>
    </message>
    <message>
        <source>a goroutine comes back, and no P is free</source>
        <translation>a goroutine comes back, and no P is free</translation>
    </message>
    <message>
        <source>a P is taken from an M in a system call</source>
        <translation>a P is taken from an M in a system call</translation>
    </message>
    <message>
        <source>a P is handed to another M</source>
        <translation>a P is handed to another M</translation>
    </message>
    <message>
        <source>a goroutine leaves the first M before a system call</source>
        <translation>a goroutine leaves the first M before a system call</translation>
    </message>
    <message>
        <source>the run ends without an M that is in a system call</source>
        <translation>the run ends without an M that is in a system call</translation>
    </message>
    <message>
        <source>a goroutine stops the world</source>
        <translation>a goroutine stops the world</translation>
    </message>
    <message>
        <source>a P is stopped</source>
        <translation>a P is stopped</translation>
    </message>
    <message>
        <source>the world stands</source>
        <translation>the world stands</translation>
    </message>
    <message>
        <source>the world goes on</source>
        <translation>the world goes on</translation>
    </message>
    <message>
        <source>a goroutine is preempted, to go on where it was</source>
        <translation>a goroutine is preempted, to go on where it was</translation>
    </message>
    <message>
        <source>the number of Ps changes</source>
        <translation>the number of Ps changes</translation>
    </message>
    <message>
        <source>the queue of a P that goes moves to the global queue</source>
        <translation>the queue of a P that goes moves to the global queue</translation>
    </message>
    <message>
        <source>the runnext of a P that goes moves to the global queue</source>
        <translation>the runnext of a P that goes moves to the global queue</translation>
    </message>
    <message>
        <source>a goroutine goes on with another P</source>
        <translation>a goroutine goes on with another P</translation>
    </message>
    <message>
        <source>a goroutine is locked to its thread</source>
        <translation>a goroutine is locked to its thread</translation>
    </message>
    <message>
        <source>a goroutine is locked to its thread no more</source>
        <translation>a goroutine is locked to its thread no more</translation>
    </message>
    <message>
        <source>a locked goroutine is handed to its M</source>
        <translation>a locked goroutine is handed to its M</translation>
    </message>
    <message>
        <source>an M parks until its locked goroutine can go on</source>
        <translation>an M parks until its locked goroutine can go on</translation>
    </message>
    <message>
        <source>start of a locked goroutine, on its M</source>
        <translation>start of a locked goroutine, on its M</translation>
        <source>a knob of the run</source>
        <translation>a knob of the run</translation>
    </message>
    <message>
        <source>a knob of the run is changed</source>
        <translation>a knob of the run is changed</translation>
    </message>
    <message>
        <source>how stacks are guarded</source>
        <translation>how stacks are guarded</translation>
    </message>
    <message>
        <source>a goroutine is created, for the end of the queue</source>
        <translation>a goroutine is created, for the end of the queue</translation>
    </message>
    <message>
        <source>a goroutine is woken, for the end of the queue</source>
        <translation>a goroutine is woken, for the end of the queue</translation>
    </message>
    <message>
        <source>several goroutines are woken at once</source>
        <translation>several goroutines are woken at once</translation>
    </message>
    <message>
        <source>the run is asked to stand still</source>
        <translation>the run is asked to stand still</translation>
    </message>
    <message>
        <source>an M stands still</source>
        <translation>an M stands still</translation>
    </message>
    <message>
        <source>the run stands still</source>
        <translation>the run stands still</translation>
    </message>
    <message>
        <source>an M goes on</source>
        <translation>an M goes on</translation>
    </message>
    <message>
        <source>a step: one M may go on</source>
        <translation>a step: one M may go on</translation>
    </message>
    <message>
        <source>the run&apos;s clock jumps to the next timer</source>
        <translation>the run&apos;s clock jumps to the next timer</translation>
    </message>
    <message>
        <source>the run goes on</source>
        <translation>the run goes on</translation>
    </message>
    <message>
        <source>a timer fires</source>
        <translation>a timer fires</translation>
    </message>
    <message>
        <source>preemption is asked of a P</source>
        <translation>preemption is asked of a P</translation>
    </message>
    <message>
        <source>an M refused preemption</source>
        <translation>an M refused preemption</translation>
    </message>
    <message>
        <source>a goroutine is preempted</source>
        <translation>a goroutine is preempted</translation>
    </message>
    <message>
        <source>unknown event</source>
        <translation>unknown event</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export picture</source>
        <translation>Export picture</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG pictures (*.png)</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Width</source>
        <translation>Width</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Height</translation>
    </message>
    <message>
        <source>all lanes</source>
        <translation>all lanes</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Scale</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Range</translation>
    </message>
    <message>
        <source>what the timeline shows</source>
        <translation>what the timeline shows</translation>
    </message>
    <message>
        <source>the whole trace</source>
        <translation>the whole trace</translation>
    </message>
</context>
<context>
    <name>IdleNotice</name>
    <message>
        <source>All processors are idle at this moment.</source>
        <translation>All processors are idle at this moment.</translation>
    </message>
    <message>
        <source>Show the nearest work</source>
        <translation>Show the nearest work</translation>
    </message>
</context>
<context>
    <name>InspectorPane</name>
    <message>
        <source>Why?</source>
        <translation>Why?</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Close the inspector (Ctrl+I)</source>
        <translation>Close the inspector (Ctrl+I)</translation>
    </message>
    <message>
        <source>Click a span or a chip to see what it is and why it started.</source>
        <translation>Click a span or a chip to see what it is and why it started.</translation>
    </message>
    <message>
        <source>Show the first steal</source>
        <translation>Show the first steal</translation>
    </message>
    <message>
        <source>Run “%1”</source>
        <translation>Run “%1”</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys and mouse</source>
        <translation>Keys and mouse</translation>
    </message>
    <message>
        <source>zoom in, zoom out</source>
        <translation>zoom in, zoom out</translation>
    </message>
    <message>
        <source>earlier, later</source>
        <translation>earlier, later</translation>
    </message>
    <message>
        <source>scroll the lanes</source>
        <translation>scroll the lanes</translation>
    </message>
    <message>
        <source>fit the selection</source>
        <translation>fit the selection</translation>
    </message>
    <message>
        <source>the whole trace</source>
        <translation>the whole trace</translation>
    </message>
    <message>
        <source>previous, next event of the lane</source>
        <translation>previous, next event of the lane</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>pause the run, let it go on</source>
        <translation>pause the run, let it go on</translation>
    </message>
    <message>
        <source>next decision of the paused run</source>
        <translation>next decision of the paused run</translation>
    </message>
    <message>
        <source>hold the view, follow again</source>
        <translation>hold the view, follow again</translation>
    </message>
    <message>
        <source>select nothing</source>
        <translation>select nothing</translation>
    </message>
    <message>
        <source>undo a change of the view</source>
        <translation>undo a change of the view</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>drag</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>pan</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>wheel</translation>
    </message>
    <message>
        <source>scroll the lanes; with Shift pan, with Ctrl zoom</source>
        <translation>scroll the lanes; with Shift pan, with Ctrl zoom</translation>
    </message>
    <message>
        <source>click</source>
        <translation>click</translation>
    </message>
    <message>
        <source>playhead and selection; on a heading, open or close the group</source>
        <translation>playhead and selection; on a heading, open or close the group</translation>
    </message>
</context>
<context>
    <name>LanguageMenu</name>
    <message>
        <source>La&amp;nguage</source>
        <translation>La&amp;nguage</translation>
    </message>
</context>
<context>
    <name>LibraryPane</name>
    <message>
        <source>Presets</source>
        <translation>Presets</translation>
    </message>
</context>
<context>
    <name>LibraryRail</name>
    <message>
        <source>Presets and recent traces</source>
        <translation>Presets and recent traces</translation>
    </message>
    <message>
        <source>Open a trace… (Ctrl+O)</source>
        <translation>Open a trace… (Ctrl+O)</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>%1 – gmpscope</source>
        <translation>%1 – gmpscope</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Open trace…</source>
        <translation>&amp;Open trace…</translation>
    </message>
    <message>
        <source>&amp;Save trace…</source>
        <translation>&amp;Save trace…</translation>
    </message>
    <message>
        <source>&amp;Export picture…</source>
        <translation>&amp;Export picture…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quit</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Run</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stop</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>&amp;Next decision</source>
        <translation>&amp;Next decision</translation>
    </message>
    <message>
        <source>&amp;Hold view</source>
        <translation>&amp;Hold view</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;View</translation>
    </message>
    <message>
        <source>&amp;Whole trace</source>
        <translation>&amp;Whole trace</translation>
    </message>
    <message>
        <source>&amp;Fit the selection</source>
        <translation>&amp;Fit the selection</translation>
    </message>
    <message>
        <source>First &amp;steal</source>
        <translation>First &amp;steal</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>&amp;Inspector</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Help</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Keys</translation>
    </message>
    <message>
        <source>&amp;About gmpscope</source>
        <translation>&amp;About gmpscope</translation>
    </message>
</context>
<context>
    <name>ModeIndicator</name>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>READING</source>
        <translation>READING</translation>
    </message>
    <message>
        <source>HELD</source>
        <translation>HELD</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>PAUSED</translation>
    </message>
    <message>
        <source>SLOW</source>
        <translation>SLOW</translation>
    </message>
    <message>
        <source>ENDED</source>
        <translation>ENDED</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>REPLAY</translation>
    </message>
    <message>
        <source>NO RUN</source>
        <translation>NO RUN</translation>
    </message>
    <message>
        <source>The picture follows the run</source>
        <translation>The picture follows the run</translation>
    </message>
    <message>
        <source>A trace file is being read</source>
        <translation>A trace file is being read</translation>
    </message>
    <message>
        <source>The picture stands still, the run goes on</source>
        <translation>The picture stands still, the run goes on</translation>
    </message>
    <message>
        <source>The run stands still: every thread where it was</source>
        <translation>The run stands still: every thread where it was</translation>
    </message>
    <message>
        <source>The run goes on a decision at a time</source>
        <translation>The run goes on a decision at a time</translation>
    </message>
    <message>
        <source>A trace file: %1</source>
        <translation>A trace file: %1</translation>
    </message>
    <message>
        <source>Nothing has been run or opened</source>
        <translation>Nothing has been run or opened</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Dismiss</translation>
    </message>
</context>
<context>
    <name>NumberStepper</name>
    <message>
        <source>Less</source>
        <translation>Less</translation>
    </message>
    <message>
        <source>More</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>OverviewPane</name>
    <message>
        <source>Whole trace</source>
        <translation>Whole trace</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Parameters</source>
        <translation>Parameters</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>Defaults</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 and %2 more</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>had to wait: %1</source>
        <translation>had to wait: %1</translation>
    </message>
    <message>
        <source>On each 61st tick a P asks the global queue before its own, so that nobody starves there. %1 was at tick %2: it took one goroutine.</source>
        <translation>On each 61st tick a P asks the global queue before its own, so that nobody starves there. %1 was at tick %2: it took one goroutine.</translation>
    </message>
    <message>
        <source>Nothing was left in runnext and the local queue of %1, so it took a batch of %2 from the global queue: its share among all Ps. The first of them runs.</source>
        <translation>Nothing was left in runnext and the local queue of %1, so it took a batch of %2 from the global queue: its share among all Ps. The first of them runs.</translation>
    </message>
    <message>
        <source>Into its local queue went %1.</source>
        <translation>Into its local queue went %1.</translation>
    </message>
    <message>
        <source>%1 had nothing in runnext, in its local queue, or in the global queue, so its M looked at the other Ps in a random order and stole half of what it saw at %2: %3 of %4 (%5). The last of them runs at once.</source>
        <translation>%1 had nothing in runnext, in its local queue, or in the global queue, so its M looked at the other Ps in a random order and stole half of what it saw at %2: %3 of %4 (%5). The last of them runs at once.</translation>
    </message>
    <message>
        <source>Its timer was due: it goes to runnext of %1 and waits for a P.</source>
        <translation>Its timer was due: it goes to runnext of %1 and waits for a P.</translation>
    </message>
    <message>
        <source>Its descriptor was ready: %1 saw that and put it at the tail of the global queue.</source>
        <translation>Its descriptor was ready: %1 saw that and put it at the tail of the global queue.</translation>
    </message>
    <message>
        <source>Its descriptor was ready: %1 saw that and put it at the tail of the local queue of %2.</source>
        <translation>Its descriptor was ready: %1 saw that and put it at the tail of the local queue of %2.</translation>
    </message>
    <message>
        <source>Another goroutine</source>
        <translation>Another goroutine</translation>
    </message>
    <message>
        <source>%1 woke it: it goes to runnext of %2, ahead of the local queue.</source>
        <translation>%1 woke it: it goes to runnext of %2, ahead of the local queue.</translation>
    </message>
    <message>
        <source>It had waited for: %1.</source>
        <translation>It had waited for: %1.</translation>
    </message>
    <message>
        <source>The run begins with it.</source>
        <translation>The run begins with it.</translation>
    </message>
    <message>
        <source>%1 created it. A new goroutine goes to runnext of its creator's P, here %2; who stood there moves to the local queue.</source>
        <translation>%1 created it. A new goroutine goes to runnext of its creator's P, here %2; who stood there moves to the local queue.</translation>
    </message>
    <message>
        <source>schedtick %1: the global queue was asked first and had nothing</source>
        <translation>schedtick %1: the global queue was asked first and had nothing</translation>
    </message>
    <message>
        <source>schedtick %1 is no multiple of 61</source>
        <translation>schedtick %1 is no multiple of 61</translation>
    </message>
    <message>
        <source>created on %1</source>
        <translation>created on %1</translation>
    </message>
    <message>
        <source>created by %1 on %2</source>
        <translation>created by %1 on %2</translation>
    </message>
    <message>
        <source>its timer was due, on %1</source>
        <translation>its timer was due, on %1</translation>
    </message>
    <message>
        <source>its descriptor was ready: woken by %1</source>
        <translation>its descriptor was ready: woken by %1</translation>
    </message>
    <message>
        <source>woken on %1</source>
        <translation>woken on %1</translation>
    </message>
    <message>
        <source>woken by %1 on %2</source>
        <translation>woken by %1 on %2</translation>
    </message>
    <message>
        <source>yielded on %1</source>
        <translation>yielded on %1</translation>
    </message>
    <message>
        <source>made room on %1</source>
        <translation>made room on %1</translation>
    </message>
    <message>
        <source>moved off the first M on %1</source>
        <translation>moved off the first M on %1</translation>
    </message>
    <message>
        <source>came back from a system call, and no P was free</source>
        <translation>came back from a system call, and no P was free</translation>
    </message>
    <message>
        <source>preempted on %1</source>
        <translation>preempted on %1</translation>
    </message>
    <message>
        <source>put into runnext of %1</source>
        <translation>put into runnext of %1</translation>
    </message>
    <message>
        <source>put into the local queue of %1; before it: %2</source>
        <translation>put into the local queue of %1; before it: %2</translation>
    </message>
    <message>
        <source>put into the global queue; before it: %1</source>
        <translation>put into the global queue; before it: %1</translation>
    </message>
    <message>
        <source>started from runnext, on %1 with %2</source>
        <translation>started from runnext, on %1 with %2</translation>
    </message>
    <message>
        <source>started from the local queue, on %1 with %2</source>
        <translation>started from the local queue, on %1 with %2</translation>
    </message>
    <message>
        <source>started from the global queue, on %1 with %2</source>
        <translation>started from the global queue, on %1 with %2</translation>
    </message>
    <message>
        <source>stolen and started, on %1 with %2</source>
        <translation>stolen and started, on %1 with %2</translation>
    </message>
    <message>
        <source>stolen from runnext and started, on %1 with %2</source>
        <translation>stolen from runnext and started, on %1 with %2</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Not known</translation>
    </message>
    <message>
        <source>Taken from runnext</source>
        <translation>Taken from runnext</translation>
    </message>
    <message>
        <source>Head of the local queue</source>
        <translation>Head of the local queue</translation>
    </message>
    <message>
        <source>Global queue, by the 61st tick</source>
        <translation>Global queue, by the 61st tick</translation>
    </message>
    <message>
        <source>Taken from the global queue</source>
        <translation>Taken from the global queue</translation>
    </message>
    <message>
        <source>Stolen from %1</source>
        <translation>Stolen from %1</translation>
    </message>
    <message>
        <source>Stolen from runnext of %1</source>
        <translation>Stolen from runnext of %1</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blocked</translation>
    </message>
    <message>
        <source>Yielded</source>
        <translation>Yielded</translation>
    </message>
    <message>
        <source>It handed a lock to the goroutine that had waited longest, and went to the tail of its local queue so that the other runs first.</source>
        <translation>It handed a lock to the goroutine that had waited longest, and went to the tail of its local queue so that the other runs first.</translation>
    </message>
    <message>
        <source>Made room</source>
        <translation>Made room</translation>
    </message>
    <message>
        <source>In a system call</source>
        <translation>In a system call</translation>
    </message>
    <message>
        <source>Came back, with the P that it had</source>
        <translation>Came back, with the P that it had</translation>
    </message>
    <message>
        <source>Came back, with another P</source>
        <translation>Came back, with another P</translation>
    </message>
    <message>
        <source>Came back, and no P was free</source>
        <translation>Came back, and no P was free</translation>
    </message>
    <message>
        <source>Left the first M</source>
        <translation>Left the first M</translation>
    </message>
    <message>
        <source>Stopped with the world</source>
        <translation>Stopped with the world</translation>
    </message>
    <message>
        <source>The world stands</source>
        <translation>The world stands</translation>
    </message>
    <message>
        <source>Goes on with another P</source>
        <translation>Goes on with another P</translation>
    </message>
    <message>
        <source>No such P now</source>
        <translation>No such P now</translation>
    </message>
    <message>
        <source>Handed to its M</source>
        <translation>Handed to its M</translation>
    </message>
    <message>
        <source>Waits for its goroutine</source>
        <translation>Waits for its goroutine</translation>
    </message>
    <message>
        <source>%1 runs only %2, which is locked to it and can&apos;t go on yet: it has given its P away and sleeps.</source>
        <translation>%1 runs only %2, which is locked to it and can&apos;t go on yet: it has given its P away and sleeps.</translation>
    </message>
    <message>
        <source>It is locked to %1. Another M took it from a queue, and handed it over with its own P, %2.</source>
        <translation>It is locked to %1. Another M took it from a queue, and handed it over with its own P, %2.</translation>
    </message>
    <message>
        <source>The number of Ps was made smaller. What stood in the queue of this one went to the head of the global queue, its timers to another P.</source>
        <translation>The number of Ps was made smaller. What stood in the queue of this one went to the head of the global queue, its timers to another P.</translation>
    </message>
    <message>
        <source>It has made the number of Ps smaller, and its own is one of those that go: it goes on with %1.</source>
        <translation>It has made the number of Ps smaller, and its own is one of those that go: it goes on with %1.</translation>
    </message>
    <message>
        <source>The world stands. %1 has left work in the queue of %2 and sleeps until it may go on with it.</source>
        <translation>The world stands. %1 has left work in the queue of %2 and sleeps until it may go on with it.</translation>
    </message>
    <message>
        <source>Another goroutine stops the world, so it was asked to leave. It stands in runnext of %1, to go on there once the world does.</source>
        <translation>Another goroutine stops the world, so it was asked to leave. It stands in runnext of %1, to go on there once the world does.</translation>
    </message>
    <message>
        <source>It is about to enter a system call. The thread that began the run must be able to end it, so it gives %1 to another M, where this goroutine goes on.</source>
        <translation>It is about to enter a system call. The thread that began the run must be able to end it, so it gives %1 to another M, where this goroutine goes on.</translation>
    </message>
    <message>
        <source>Its system call took so long that its P was taken, and when it was over all Ps were in use: it goes to the tail of the global queue, and its M parks.</source>
        <translation>Its system call took so long that its P was taken, and when it was over all Ps were in use: it goes to the tail of the global queue, and its M parks.</translation>
    </message>
    <message>
        <source>Its system call took so long that its P was taken. When it was over, %1 could be had, so it goes on at once.</source>
        <translation>Its system call took so long that its P was taken. When it was over, %1 could be had, so it goes on at once.</translation>
    </message>
    <message>
        <source>Its system call was over before anybody took %1, so it goes on at once.</source>
        <translation>Its system call was over before anybody took %1, so it goes on at once.</translation>
    </message>
    <message>
        <source>It called something that may block in the kernel. It keeps %1, and its P until somebody needs that: sysmon takes it if the call is long.</source>
        <translation>It called something that may block in the kernel. It keeps %1, and its P until somebody needs that: sysmon takes it if the call is long.</translation>
    </message>
    <message>
        <source>The run is over, so sysmon asked it to stop.</source>
        <translation>The run is over, so sysmon asked it to stop.</translation>
    </message>
    <message>
        <source>The world was to be stopped, so it was asked for its P.</source>
        <translation>The world was to be stopped, so it was asked for its P.</translation>
    </message>
    <message>
        <source>It had run for a whole slice, so sysmon asked for its P.</source>
        <translation>It had run for a whole slice, so sysmon asked for its P.</translation>
    </message>
    <message>
        <source>A signal interrupted it in the middle of its own code, and it went to the tail of the global queue.</source>
        <translation>A signal interrupted it in the middle of its own code, and it went to the tail of the global queue.</translation>
    </message>
    <message>
        <source>At the end of its next call of the runtime it went to the tail of the global queue.</source>
        <translation>At the end of its next call of the runtime it went to the tail of the global queue.</translation>
    </message>
    <message>
        <source>Preempted</source>
        <translation>Preempted</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Created</translation>
    </message>
    <message>
        <source>Woken</source>
        <translation>Woken</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>The kernel took the core away</source>
        <translation>The kernel took the core away</translation>
    </message>
    <message>
        <source>The thread sleeps in the kernel</source>
        <translation>The thread sleeps in the kernel</translation>
    </message>
    <message>
        <source>Parked: no work</source>
        <translation>Parked: no work</translation>
    </message>
    <message>
        <source>Looks for work</source>
        <translation>Looks for work</translation>
    </message>
    <message>
        <source>The kernel gave it a core again</source>
        <translation>The kernel gave it a core again</translation>
    </message>
    <message>
        <source>Waits for the network</source>
        <translation>Waits for the network</translation>
    </message>
    <message>
        <source>In the scheduler</source>
        <translation>In the scheduler</translation>
    </message>
    <message>
        <source>%1 is sysmon: it holds no P and runs no goroutine. It looks from time to time whether one has run for a whole slice.</source>
        <translation>%1 is sysmon: it holds no P and runs no goroutine. It looks from time to time whether one has run for a whole slice.</translation>
    </message>
    <message>
        <source>sysmon looks after the others</source>
        <translation>sysmon looks after the others</translation>
    </message>
    <message>
        <source>A thread that is no M</source>
        <translation>A thread that is no M</translation>
    </message>
    <message>
        <source>Not ours</source>
        <translation>Not ours</translation>
    </message>
    <message>
        <source>Events lost</source>
        <translation>Events lost</translation>
    </message>
    <message>
        <source>Panicked</source>
        <translation>Panicked</translation>
    </message>
    <message>
        <source>Sleeps until the next timer</source>
        <translation>Sleeps until the next timer</translation>
    </message>
    <message>
        <source>No event says why.</source>
        <translation>No event says why.</translation>
    </message>
    <message>
        <source>It stood in runnext of %1, which comes before the local queue: who was woken or created last runs next, and inherits the rest of the time slice.</source>
        <translation>It stood in runnext of %1, which comes before the local queue: who was woken or created last runs next, and inherits the rest of the time slice.</translation>
    </message>
    <message>
        <source>runnext of %1 was empty, so the head of its local queue runs. In the queue it saw: %2.</source>
        <translation>runnext of %1 was empty, so the head of its local queue runs. In the queue it saw: %2.</translation>
    </message>
    <message>
        <source>%1 had nothing of its own and found no local queue to steal from. In the last pass it took what stood in runnext of %2.</source>
        <translation>%1 had nothing of its own and found no local queue to steal from. In the last pass it took what stood in runnext of %2.</translation>
    </message>
    <message>
        <source>%1 It gave up its M and its P, which go on with others.</source>
        <translation>%1 It gave up its M and its P, which go on with others.</translation>
    </message>
    <message>
        <source>It called gosched: it goes to the tail of the global queue, and its M looks for another.</source>
        <translation>It called gosched: it goes to the tail of the global queue, and its M looks for another.</translation>
    </message>
    <message>
        <source>Its function returned.</source>
        <translation>Its function returned.</translation>
    </message>
    <message>
        <source>%1 could have gone on, but the kernel gave its core to another thread. The runtime knows nothing of it: the goroutine still holds its M and its P.</source>
        <translation>%1 could have gone on, but the kernel gave its core to another thread. The runtime knows nothing of it: the goroutine still holds its M and its P.</translation>
    </message>
    <message>
        <source>%1 went to sleep in the kernel and left its core.</source>
        <translation>%1 went to sleep in the kernel and left its core.</translation>
    </message>
    <message>
        <source>%1 found no work in any queue, gave up its P and parked until somebody wakes it.</source>
        <translation>%1 found no work in any queue, gave up its P and parked until somebody wakes it.</translation>
    </message>
    <message>
        <source>%1 found no work and gave up its P. It sleeps until the next timer is due.</source>
        <translation>%1 found no work and gave up its P. It sleeps until the next timer is due.</translation>
    </message>
    <message>
        <source>%1 found no work and gave up its P. It waits in the network poller until a descriptor is ready or the next timer is due.</source>
        <translation>%1 found no work and gave up its P. It waits in the network poller until a descriptor is ready or the next timer is due.</translation>
    </message>
    <message>
        <source>%1 was woken because there was work and an idle P: it looks at the queues.</source>
        <translation>%1 was woken because there was work and an idle P: it looks at the queues.</translation>
    </message>
    <message>
        <source>%1 has run out of work of its own: it spins, looking at the queues of others, before it parks.</source>
        <translation>%1 has run out of work of its own: it spins, looking at the queues of others, before it parks.</translation>
    </message>
    <message>
        <source>The kernel put %1 on a core. No decision of the Go scheduler: that one was made before.</source>
        <translation>The kernel put %1 on a core. No decision of the Go scheduler: that one was made before.</translation>
    </message>
    <message>
        <source>%1 executes, but runs no goroutine: it is in the scheduler.</source>
        <translation>%1 executes, but runs no goroutine: it is in the scheduler.</translation>
    </message>
    <message>
        <source>A thread of the worker that doesn't run goroutines, for instance the one that talks to the window.</source>
        <translation>A thread of the worker that doesn't run goroutines, for instance the one that talks to the window.</translation>
    </message>
    <message>
        <source>No thread of ours was on this core: it was idle or executed another process.</source>
        <translation>No thread of ours was on this core: it was idle or executed another process.</translation>
    </message>
    <message>
        <source>The buffer was full and events were dropped: what happened here isn't known.</source>
        <translation>The buffer was full and events were dropped: what happened here isn't known.</translation>
    </message>
    <message>
        <source>%1 panicked, and nobody recovered: the run ends.</source>
        <translation>%1 panicked, and nobody recovered: the run ends.</translation>
    </message>
    <message>
        <source>61st tick</source>
        <translation>61st tick</translation>
    </message>
    <message>
        <source>runnext</source>
        <translation>runnext</translation>
    </message>
    <message>
        <source>local queue</source>
        <translation>local queue</translation>
    </message>
    <message>
        <source>global queue</source>
        <translation>global queue</translation>
    </message>
    <message>
        <source>earlier passes</source>
        <translation>earlier passes</translation>
    </message>
    <message>
        <source>%1 over all Ps: nothing found</source>
        <translation>%1 over all Ps: nothing found</translation>
    </message>
    <message>
        <source>nothing to steal</source>
        <translation>nothing to steal</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>Recent traces</source>
        <translation>Recent traces</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>One place</source>
        <translation>One place</translation>
    </message>
    <message>
        <source>First in, first out</source>
        <translation>First in, first out</translation>
    </message>
    <message>
        <source>runnext</source>
        <translation>runnext</translation>
    </message>
    <message>
        <source>One M, one P</source>
        <translation>One M, one P</translation>
    </message>
    <message>
        <source>Own P</source>
        <translation>Own P</translation>
    </message>
    <message>
        <source>Capacity 256</source>
        <translation>Capacity 256</translation>
    </message>
    <message>
        <source>Steal half</source>
        <translation>Steal half</translation>
    </message>
    <message>
        <source>Overflow half</source>
        <translation>Overflow half</translation>
    </message>
    <message>
        <source>Global batch</source>
        <translation>Global batch</translation>
    </message>
    <message>
        <source>61st tick</source>
        <translation>61st tick</translation>
    </message>
    <message>
        <source>Idle lists</source>
        <translation>Idle lists</translation>
    </message>
    <message>
        <source>Wake who waits</source>
        <translation>Wake who waits</translation>
    </message>
    <message>
        <source>One order</source>
        <translation>One order</translation>
    </message>
    <message>
        <source>Known events</source>
        <translation>Known events</translation>
    </message>
    <message>
        <source>Preemption was asked</source>
        <translation>Preemption was asked</translation>
    </message>
    <message>
        <source>System calls</source>
        <translation>System calls</translation>
    </message>
    <message>
        <source>Stopping the world</source>
        <translation>Stopping the world</translation>
    </message>
    <message>
        <source>Locked threads</source>
        <translation>Locked threads</translation>
        <source>Knobs</source>
        <translation>Knobs</translation>
    </message>
    <message>
        <source>One sleeper</source>
        <translation>One sleeper</translation>
    </message>
    <message>
        <source>Life of a thread</source>
        <translation>Life of a thread</translation>
    </message>
    <message>
        <source>Spinning</source>
        <translation>Spinning</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>Slice</translation>
    </message>
    <message>
        <source>Cause of a preemption</source>
        <translation>Cause of a preemption</translation>
    </message>
    <message>
        <source>Order of waiting</source>
        <translation>Order of waiting</translation>
    </message>
    <message>
        <source>Nothing lost</source>
        <translation>Nothing lost</translation>
    </message>
    <message>
        <source>A held run</source>
        <translation>A held run</translation>
    </message>
    <message>
        <source>A goroutine is in exactly one place: running, in a queue, in runnext, waiting, or in transit.</source>
        <translation>A goroutine is in exactly one place: running, in a queue, in runnext, waiting, or in transit.</translation>
    </message>
    <message>
        <source>A queue gives what was put at that position.</source>
        <translation>A queue gives what was put at that position.</translation>
    </message>
    <message>
        <source>runnext gives, and pushes out, what was put there last.</source>
        <translation>runnext gives, and pushes out, what was put there last.</translation>
    </message>
    <message>
        <source>A goroutine runs on one M with one P, and an M or a P runs one goroutine.</source>
        <translation>A goroutine runs on one M with one P, and an M or a P runs one goroutine.</translation>
    </message>
    <message>
        <source>Only the M that holds a P puts into its queues and runs goroutines with it.</source>
        <translation>Only the M that holds a P puts into its queues and runs goroutines with it.</translation>
    </message>
    <message>
        <source>A local queue holds at most 256 goroutines, or as many as the run was set to.</source>
        <translation>A local queue holds at most 256 goroutines, or as many as the run was set to.</translation>
    </message>
    <message>
        <source>A thief takes half of what it saw in the victim's queue, rounded up, or what the run was set to.</source>
        <translation>A thief takes half of what it saw in the victim's queue, rounded up, or what the run was set to.</translation>
    </message>
    <message>
        <source>A full local queue moves half of its goroutines to the global queue.</source>
        <translation>A full local queue moves half of its goroutines to the global queue.</translation>
    </message>
    <message>
        <source>From the global queue a P takes its share: the length by the number of Ps, plus one, at most half a local queue.</source>
        <translation>From the global queue a P takes its share: the length by the number of Ps, plus one, at most half a local queue.</translation>
    </message>
    <message>
        <source>On each 61st tick, or as the run was set to, a P asks the global queue first, and takes one.</source>
        <translation>On each 61st tick, or as the run was set to, a P asks the global queue first, and takes one.</translation>
    </message>
    <message>
        <source>The lists of idle Ps and Ms give what was put there last.</source>
        <translation>The lists of idle Ps and Ms give what was put there last.</translation>
    </message>
    <message>
        <source>Only who waits is woken, and in the room where it waits.</source>
        <translation>Only who waits is woken, and in the room where it waits.</translation>
    </message>
    <message>
        <source>There is an order of all events that fits everything they observed.</source>
        <translation>There is an order of all events that fits everything they observed.</translation>
    </message>
    <message>
        <source>Events are of a known kind, and their numbers are within their ranges.</source>
        <translation>Events are of a known kind, and their numbers are within their ranges.</translation>
    </message>
    <message>
        <source>Only with a P of which it was asked is a goroutine preempted.</source>
        <translation>Only with a P of which it was asked is a goroutine preempted.</translation>
    </message>
    <message>
        <source>Who enters a system call was running; who comes back was in one, with the P that it had or without; and only from there is a P taken away.</source>
        <translation>Who enters a system call was running; who comes back was in one, with the P that it had or without; and only from there is a P taken away.</translation>
    </message>
    <message>
        <source>While the world stands, every P is stopped and only the goroutine that stopped it runs; and only then does the number of Ps change.</source>
        <translation>While the world stands, every P is stopped and only the goroutine that stopped it runs; and only then does the number of Ps change.</translation>
    </message>
    <message>
        <source>A goroutine that is locked to its thread runs on that M only, and the M runs no other goroutine.</source>
        <translation>A goroutine that is locked to its thread runs on that M only, and the M runs no other goroutine.</translation>
        <source>What a knob of the run has switched off doesn't happen.</source>
        <translation>What a knob of the run has switched off doesn't happen.</translation>
    </message>
    <message>
        <source>One M at a time sleeps until the next timer or waits for the network, for all others.</source>
        <translation>One M at a time sleeps until the next timer or waits for the network, for all others.</translation>
    </message>
    <message>
        <source>An M begins once it was made, wakes from the sleep that it is in, does nothing while it sleeps, and says at its end how it ends.</source>
        <translation>An M begins once it was made, wakes from the sleep that it is in, does nothing while it sleeps, and says at its end how it ends.</translation>
    </message>
    <message>
        <source>An M begins and ends to spin in turn, and spins no more when the goroutine that it found leaves it, or when it sleeps.</source>
        <translation>An M begins and ends to spin in turn, and spins no more when the goroutine that it found leaves it, or when it sleeps.</translation>
    </message>
    <message>
        <source>The tick of a P grows by one with each start; only who comes from runnext inherits the slice of whom it follows.</source>
        <translation>The tick of a P grows by one with each start; only who comes from runnext inherits the slice of whom it follows.</translation>
    </message>
    <message>
        <source>Who is asked to leave for its slice has run that long; who is asked for the world, while that is being stopped.</source>
        <translation>Who is asked to leave for its slice has run that long; who is asked for the world, while that is being stopped.</translation>
    </message>
    <message>
        <source>Who waits in a line of a lock or a channel is woken in the order of that line.</source>
        <translation>Who waits in a line of a lock or a channel is woken in the order of that line.</translation>
    </message>
    <message>
        <source>Outside declared gaps nothing is lost: each M has written as many events as it says, and the run and all its Ms come to their ends.</source>
        <translation>Outside declared gaps nothing is lost: each M has written as many events as it says, and the run and all its Ms come to their ends.</translation>
    </message>
    <message>
        <source>While a run is held from outside nothing changes, but by whom a step lets go on.</source>
        <translation>While a run is held from outside nothing changes, but by whom a step lets go on.</translation>
    </message>
</context>
<context>
    <name>SchemeMenu</name>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Appearance</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>As the &amp;system</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dark</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Light</translation>
    </message>
</context>
<context>
    <name>SpeedMenu</name>
    <message>
        <source>How fast the run goes on</source>
        <translation>How fast the run goes on</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>executing</source>
        <translation>executing</translation>
    </message>
    <message>
        <source>runnable</source>
        <translation>runnable</translation>
    </message>
    <message>
        <source>system call</source>
        <translation>system call</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>spinning</source>
        <translation>spinning</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>fault</translation>
    </message>
    <message>
        <source>runs off core</source>
        <translation>runs off core</translation>
    </message>
    <message>
        <source>not ours</source>
        <translation>not ours</translation>
    </message>
    <message>
        <source>events lost</source>
        <translation>events lost</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>gone</translation>
    </message>
    <message>
        <source>There is no such processor now: the program works with fewer.</source>
        <translation>There is no such processor now: the program works with fewer.</translation>
    </message>
    <message>
        <source>A goroutine runs: it holds an M and a P, and its thread is on a core.</source>
        <translation>A goroutine runs: it holds an M and a P, and its thread is on a core.</translation>
    </message>
    <message>
        <source>Could go on: a goroutine waits for a P, a thread waits for a core.</source>
        <translation>Could go on: a goroutine waits for a P, a thread waits for a core.</translation>
    </message>
    <message>
        <source>The thread is inside a system call.</source>
        <translation>The thread is inside a system call.</translation>
    </message>
    <message>
        <source>Needs an event: a channel, a lock, a timer, the network.</source>
        <translation>Needs an event: a channel, a lock, a timer, the network.</translation>
    </message>
    <message>
        <source>An M looks for work in the queues of others.</source>
        <translation>An M looks for work in the queues of others.</translation>
    </message>
    <message>
        <source>It panicked, or a rule was broken here.</source>
        <translation>It panicked, or a rule was broken here.</translation>
    </message>
    <message>
        <source>The goroutine runs: it holds an M and a P. But the kernel took its thread off the core.</source>
        <translation>The goroutine runs: it holds an M and a P. But the kernel took its thread off the core.</translation>
    </message>
    <message>
        <source>The core is idle or executes another process: which one can't be told from here.</source>
        <translation>The core is idle or executes another process: which one can't be told from here.</translation>
    </message>
    <message>
        <source>Events were lost here: what happened isn't known.</source>
        <translation>Events were lost here: what happened isn't known.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Keys (?)</source>
        <translation>Keys (?)</translation>
    </message>
</context>
<context>
    <name>StepMenu</name>
    <message>
        <source>More steps: decisions until something happens</source>
        <translation>More steps: decisions until something happens</translation>
    </message>
</context>
<context>
    <name>TimelinePane</name>
    <message>
        <source>Timeline</source>
        <translation>Timeline</translation>
    </message>
</context>
<context>
    <name>TraceFiles</name>
    <message>
        <source>Open a trace</source>
        <translation>Open a trace</translation>
    </message>
    <message>
        <source>Traces (*.gmps)</source>
        <translation>Traces (*.gmps)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>Save the trace</source>
        <translation>Save the trace</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Save</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Run</source>
        <translation>Run</translation>
    </message>
    <message>
        <source>Run “%1” with these parameters (Ctrl+R)</source>
        <translation>Run “%1” with these parameters (Ctrl+R)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Next decision</source>
        <translation>Next decision</translation>
    </message>
    <message>
        <source>Next decision: one thread goes on until it has chosen a goroutine or parks (N)</source>
        <translation>Next decision: one thread goes on until it has chosen a goroutine or parks (N)</translation>
    </message>
    <message>
        <source>Pause: stop the run where it stands, and let it go on (Space)</source>
        <translation>Pause: stop the run where it stands, and let it go on (Space)</translation>
    </message>
    <message>
        <source>End the run; what was recorded stays (Ctrl+.)</source>
        <translation>End the run; what was recorded stays (Ctrl+.)</translation>
    </message>
    <message>
        <source>Hold view</source>
        <translation>Hold view</translation>
    </message>
    <message>
        <source>Freeze the picture while the run goes on (H)</source>
        <translation>Freeze the picture while the run goes on (H)</translation>
    </message>
    <message numerus="yes">
        <source>Processors P, of a run that goes on too; this machine has %n core(s)</source>
        <translation>
            <numerusform>Processors P, of a run that goes on too; this machine has %n core</numerusform>
            <numerusform>Processors P, of a run that goes on too; this machine has %n cores</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitReasons</name>
    <message>
        <source>chan receive</source>
        <translation>chan receive</translation>
    </message>
    <message>
        <source>chan send</source>
        <translation>chan send</translation>
    </message>
    <message>
        <source>chan receive (nil chan)</source>
        <translation>chan receive (nil chan)</translation>
    </message>
    <message>
        <source>chan send (nil chan)</source>
        <translation>chan send (nil chan)</translation>
    </message>
    <message>
        <source>select</source>
        <translation>select</translation>
    </message>
    <message>
        <source>sleep</source>
        <translation>sleep</translation>
    </message>
    <message>
        <source>sync.WaitGroup.Wait</source>
        <translation>sync.WaitGroup.Wait</translation>
    </message>
    <message>
        <source>sync.Mutex.Lock</source>
        <translation>sync.Mutex.Lock</translation>
    </message>
    <message>
        <source>sync.RWMutex.RLock</source>
        <translation>sync.RWMutex.RLock</translation>
    </message>
    <message>
        <source>sync.RWMutex.Lock</source>
        <translation>sync.RWMutex.Lock</translation>
    </message>
    <message>
        <source>sync.Cond.Wait</source>
        <translation>sync.Cond.Wait</translation>
    </message>
    <message>
        <source>semacquire</source>
        <translation>semacquire</translation>
    </message>
    <message>
        <source>IO wait</source>
        <translation>IO wait</translation>
    </message>
    <message>
        <source>select (no cases)</source>
        <translation>select (no cases)</translation>
    </message>
    <message>
        <source>stop the world</source>
        <translation>stop the world</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>It waits to receive from a channel: nobody has sent yet.</source>
        <translation>It waits to receive from a channel: nobody has sent yet.</translation>
    </message>
    <message>
        <source>It waits to send to a channel: nobody has received yet, or the buffer is full.</source>
        <translation>It waits to send to a channel: nobody has received yet, or the buffer is full.</translation>
    </message>
    <message>
        <source>It receives from a nil channel, which never ends.</source>
        <translation>It receives from a nil channel, which never ends.</translation>
    </message>
    <message>
        <source>It sends to a nil channel, which never ends.</source>
        <translation>It sends to a nil channel, which never ends.</translation>
    </message>
    <message>
        <source>It waits until one case of a select can go on.</source>
        <translation>It waits until one case of a select can go on.</translation>
    </message>
    <message>
        <source>It sleeps until its timer is due.</source>
        <translation>It sleeps until its timer is due.</translation>
    </message>
    <message>
        <source>It waits until a WaitGroup's count is zero.</source>
        <translation>It waits until a WaitGroup's count is zero.</translation>
    </message>
    <message>
        <source>It waits for a mutex that another goroutine holds.</source>
        <translation>It waits for a mutex that another goroutine holds.</translation>
    </message>
    <message>
        <source>It waits to read under a read-write mutex.</source>
        <translation>It waits to read under a read-write mutex.</translation>
    </message>
    <message>
        <source>It waits to write under a read-write mutex.</source>
        <translation>It waits to write under a read-write mutex.</translation>
    </message>
    <message>
        <source>It waits for a condition variable's signal.</source>
        <translation>It waits for a condition variable's signal.</translation>
    </message>
    <message>
        <source>It waits for a semaphore.</source>
        <translation>It waits for a semaphore.</translation>
    </message>
    <message>
        <source>It waits until a descriptor is ready.</source>
        <translation>It waits until a descriptor is ready.</translation>
    </message>
    <message>
        <source>It waits in a select without cases, which never ends.</source>
        <translation>It waits in a select without cases, which never ends.</translation>
    </message>
    <message>
        <source>It waits for its turn to stop the world.</source>
        <translation>It waits for its turn to stop the world.</translation>
    </message>
    <message>
        <source>It waits for a reason that this version doesn't know.</source>
        <translation>It waits for a reason that this version doesn't know.</translation>
    </message>
</context>
<context>
    <name>WhyTab</name>
    <message>
        <source>What else could have been chosen</source>
        <translation>What else could have been chosen</translation>
    </message>
    <message>
        <source>The chain</source>
        <translation>The chain</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::ExportController</name>
    <message>
        <source>Picture saved as %1</source>
        <translation>Picture saved as %1</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::InspectorModel</name>
    <message>
        <source>core %1</source>
        <translation>core %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>Waits for</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>goes on</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Duration</translation>
    </message>
    <message>
        <source>Goroutine</source>
        <translation>Goroutine</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Created</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>Created by</translation>
    </message>
    <message>
        <source>Ran in all</source>
        <translation>Ran in all</translation>
    </message>
    <message>
        <source>%1, %2 of it off core</source>
        <translation>%1, %2 of it off core</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>Starts</translation>
    </message>
    <message>
        <source>Longest wait for a P</source>
        <translation>Longest wait for a P</translation>
    </message>
    <message>
        <source>Off core in this run</source>
        <translation>Off core in this run</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>Thread</translation>
    </message>
    <message>
        <source>M%1, tid %2</source>
        <translation>M%1, tid %2</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processor</translation>
    </message>
    <message>
        <source>Core at the start</source>
        <translation>Core at the start</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>from %1</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>chosen</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::ParameterModel</name>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1: %2 to %3</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::RunControl</name>
    <message>
        <source>full speed</source>
        <translation>full speed</translation>
    </message>
    <message>
        <source>a decision each %1</source>
        <translation>a decision each %1</translation>
    </message>
    <message>
        <source>Until the next steal</source>
        <translation>Until the next steal</translation>
    </message>
    <message>
        <source>Until the next hand-off of a processor</source>
        <translation>Until the next hand-off of a processor</translation>
    </message>
    <message>
        <source>Until the next preemption</source>
        <translation>Until the next preemption</translation>
    </message>
    <message>
        <source>Until something happens to %1</source>
        <translation>Until something happens to %1</translation>
    </message>
    <message>
        <source>Next decision of P%1</source>
        <translation>Next decision of P%1</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::RunController</name>
    <message>
        <source>%1 M events/s</source>
        <translation>%1 M events/s</translation>
    </message>
    <message>
        <source>%1 k events/s</source>
        <translation>%1 k events/s</translation>
    </message>
    <message>
        <source>%1 events/s</source>
        <translation>%1 events/s</translation>
    </message>
    <message>
        <source>Trace saved as %1</source>
        <translation>Trace saved as %1</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>%1 lost</translation>
    </message>
    <message>
        <source>detail from %1 to %2</source>
        <translation>detail from %1 to %2</translation>
    </message>
    <message>
        <source>detail before %1 is folded</source>
        <translation>detail before %1 is folded</translation>
    </message>
    <message>
        <source>cores: kernel records</source>
        <translation>cores: kernel records</translation>
    </message>
    <message>
        <source>cores: sampled</source>
        <translation>cores: sampled</translation>
    </message>
    <message>
        <source>cores: not known</source>
        <translation>cores: not known</translation>
    </message>
</context>
<context>
    <name>gmpscope::app::ViewController</name>
    <message>
        <source>the run is %1 ahead</source>
        <translation>the run is %1 ahead</translation>
    </message>
</context>
<context>
    <name>scene</name>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>at %1</translation>
    </message>
    <message>
        <source>sampled, at most ten times a second</source>
        <translation>sampled, at most ten times a second</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>idle</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>gone</translation>
    </message>
    <message>
        <source>core %1</source>
        <translation>core %1</translation>
    </message>
    <message>
        <source>off core</source>
        <translation>off core</translation>
    </message>
    <message>
        <source>unknown since the gap</source>
        <translation>unknown since the gap</translation>
    </message>
    <message>
        <source>The details of this time are folded, to make room for later ones</source>
        <translation>The details of this time are folded, to make room for later ones</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>folded</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>runnext</source>
        <translation>runnext</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>queue</translation>
    </message>
    <message>
        <source>spinning</source>
        <translation>spinning</translation>
    </message>
    <message>
        <source>no goroutine</source>
        <translation>no goroutine</translation>
    </message>
    <message>
        <source>no M</source>
        <translation>no M</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>Global queue</source>
        <translation>Global queue</translation>
    </message>
    <message>
        <source>In transit</source>
        <translation>In transit</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Timers</translation>
    </message>
    <message>
        <source>System calls</source>
        <translation>System calls</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Channels</translation>
    </message>
    <message>
        <source>Locks, wait groups</source>
        <translation>Locks, wait groups</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>others</source>
        <translation>others</translation>
    </message>
    <message>
        <source>Idle Ps %1</source>
        <translation>Idle Ps %1</translation>
    </message>
    <message>
        <source>idle Ms %1</source>
        <translation>idle Ms %1</translation>
    </message>
    <message>
        <source>spinning %1</source>
        <translation>spinning %1</translation>
    </message>
    <message>
        <source>%1 run, %2 execute on %3 cores</source>
        <translation>%1 run, %2 execute on %3 cores</translation>
    </message>
    <message>
        <source>%1 run, at most %2 execute</source>
        <translation>%1 run, at most %2 execute</translation>
    </message>
    <message>
        <source>%1 alive</source>
        <translation>%1 alive</translation>
    </message>
    <message>
        <source>%1 wait while P%2 idles</source>
        <translation>%1 wait while P%2 idles</translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>unnamed</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 cores</translation>
    </message>
    <message>
        <source>%1 events lost</source>
        <translation>%1 events lost</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>not recorded</translation>
    </message>
    <message>
        <source>paused %1</source>
        <translation>paused %1</translation>
    </message>
    <message>
        <source>executing</source>
        <translation>executing</translation>
    </message>
    <message>
        <source>runs, thread off core</source>
        <translation>runs, thread off core</translation>
    </message>
    <message>
        <source>runnable</source>
        <translation>runnable</translation>
    </message>
    <message>
        <source>system call</source>
        <translation>system call</translation>
    </message>
    <message>
        <source>waits: channel</source>
        <translation>waits: channel</translation>
    </message>
    <message>
        <source>lock, wait group</source>
        <translation>lock, wait group</translation>
    </message>
    <message>
        <source>timer</source>
        <translation>timer</translation>
    </message>
    <message>
        <source>network</source>
        <translation>network</translation>
    </message>
    <message>
        <source>not ours: idle or another process</source>
        <translation>not ours: idle or another process</translation>
    </message>
    <message>
        <source>gone: fewer Ps</source>
        <translation>gone: fewer Ps</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>lost</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>fault</translation>
    </message>
    <message>
        <source>ns</source>
        <translation>ns</translation>
    </message>
    <message>
        <source>µs</source>
        <translation>µs</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>cores</translation>
    </message>
    <message>
        <source>processors</source>
        <translation>processors</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>threads</translation>
    </message>
    <message>
        <source>goroutines</source>
        <translation>goroutines</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>kernel</translation>
    </message>
    <message>
        <source>sampled</source>
        <translation>sampled</translation>
    </message>
    <message>
        <source>runtime only</source>
        <translation>runtime only</translation>
    </message>
    <message>
        <source>no kernel records: which thread executes isn't known</source>
        <translation>no kernel records: which thread executes isn't known</translation>
    </message>
    <message>
        <source>which thread executes (%1)</source>
        <translation>which thread executes (%1)</translation>
    </message>
    <message>
        <source>goroutine that runs; queue length 0–%1 beneath</source>
        <translation>goroutine that runs; queue length 0–%1 beneath</translation>
    </message>
    <message>
        <source>executing, runnable, waiting (%1)</source>
        <translation>executing, runnable, waiting (%1)</translation>
    </message>
    <message>
        <source>CPU %1</source>
        <translation>CPU %1</translation>
    </message>
    <message>
        <source>not ours</source>
        <translation>not ours</translation>
    </message>
    <message>
        <source> · off core</source>
        <translation> · off core</translation>
    </message>
</context>
</TS>
