<h1>Thank you</h1>
<p>Order <?= text($order['number']) ?>, <?= text($order['total']) ?> GBP.</p>
<?= $snippet ?>

